import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { EventStore } from '@adapters/event-store';
import type { Requester } from '@adapters/messaging';
import { subjects, type WebhookSubscribed } from '@contracts';
import { atMost } from '@runtime';
import { accepted, Officer } from '../../flows/province';

/** A message as it came. */
export interface Taken {
  readonly id: string;
  /** Of which document or dossier. */
  readonly subject: string;
  readonly agency: string;
  readonly atMs: number;
}

export type Conduct = 'takes' | 'never answers' | 'answers 500';

/** A receiver of one agency, and what sends to it. */
export interface Subscribed {
  readonly agency: string;
  readonly webhookId: string;
}

interface Came {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: { readonly challenge?: string };
}

const subscribedAtOnce = 16;
const anywhere = '0.0.0.0';

/**
 * Systems of agencies that take webhooks: one server on every loopback address, which tells them by their paths, and
 * one that can be closed. What is taken is told with its instant.
 */
export class Systems {
  private readonly conducts = new Map<string, Conduct>();
  private readonly held = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    private readonly closable: Server,
    private readonly onTaken: (taken: Taken) => void,
  ) {
    for (const each of [server, closable])
      each.on('request', (asked: IncomingMessage, answer: ServerResponse) => void this.hear(asked, answer));
  }

  static async listen(onTaken: (taken: Taken) => void): Promise<Systems> {
    const servers = [createServer(), createServer()] as const;
    for (const server of servers) await new Promise<void>((done) => server.listen(0, anywhere, done));
    return new Systems(...servers, onTaken);
  }

  /** Where one of them is reached, at a host that is its own unless one is named. */
  originOf(index: number, { isClosable = false, host = hostOf(index) } = {}): string {
    const { port } = (isClosable ? this.closable : this.server).address() as AddressInfo;
    return `http://${host}:${port}`;
  }

  behave(agency: string, conduct: Conduct): void {
    this.conducts.set(agency, conduct);
  }

  /** Whoever is sent there is refused from now on. */
  async refuse(): Promise<void> {
    this.closable.closeAllConnections();
    await new Promise((done) => this.closable.close(done));
  }

  /** Messages that nobody answers, whose senders still wait. */
  get holding(): number {
    return this.held.size;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    if (this.closable.listening) await this.refuse();
  }

  private async hear(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const agency = asked.url?.slice(1) ?? '';
    answer.on('error', () => undefined);
    const body = await text(asked).catch(() => '');
    if (body === '') return;
    const atMs = performance.now();
    const { id, type, subject, data } = JSON.parse(body) as Came;
    const conduct = this.conducts.get(agency) ?? 'takes';
    if (conduct === 'never answers') {
      this.held.add(answer);
      answer.on('close', () => this.held.delete(answer));
      return;
    }
    if (conduct === 'answers 500') return void answer.writeHead(500).end();
    if (type === 'vn.lienthong.webhook.validation.v1') return void answer.end(data.challenge);
    answer.writeHead(204).end();
    this.onTaken({ id, subject, agency, atMs });
  }
}

/** Of so many that no two share one. */
const hostOf = (index: number): string => `127.1.${Math.floor(index / 250)}.${1 + (index % 250)}`;

/** A webhook of each agency to its path at an origin; resolves when all have given back their challenge. */
export async function subscribed(
  { store, requester }: { readonly store: EventStore; readonly requester: Requester },
  wanted: readonly { readonly agency: string; readonly origin: string }[],
): Promise<readonly Subscribed[]> {
  const after = await store.headPosition();
  const hooks = await atMost(subscribedAtOnce, wanted, async ({ agency, origin }) => {
    const body = { url: `${origin}/${agency}`, contact: 'vanhanh@example.vn' };
    const leader = new Officer(requester, agency, 'Leader');
    const reply = await leader.command<WebhookSubscribed>(subjects.subscribeWebhook, {}, body);
    return { agency, webhookId: accepted(reply).webhookId };
  });
  const left = new Set(hooks.map(({ webhookId }) => `webhook-${webhookId}`));
  const ended = new AbortController();
  const options = { after, streamPrefixes: ['webhook-'], signal: ended.signal };
  for await (const event of store.subscribeAll(options)) {
    if (!('stream' in event) || event.type !== 'WebhookProven.v1') continue;
    left.delete(event.stream);
    if (left.size === 0) break;
  }
  ended.abort();
  return hooks;
}
