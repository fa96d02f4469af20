import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { LocalIssuer } from '@adapters/identity';
import type { Role } from '@domain/codes';
import type { EdgeContext } from '@runtime';
import type { ProblemDocument } from '../../apps/gateway/src/edge/problem';
import { type RunningGateway, startGateway } from '../../apps/gateway/src/start-gateway';
import { officerId } from './province';

/** One answer of the gateway, read to its end. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else the text. */
  readonly body: Body;
  readonly text: string;
}

export type Sent = Readonly<Record<string, string>>;

/** One request with its answer, as the gateway gave it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly answer: Answer<unknown>;
}

/** One holder of a token over HTTP. */
export class Visitor {
  constructor(
    private readonly address: string,
    readonly token: string | undefined,
    private readonly exchanges: Exchange[] = [],
  ) {}

  get<Body = Record<string, unknown>>(path: string, headers: Sent = {}): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, headers);
  }

  /** A command with a key of its own, unless the headers bring one. */
  post<Body = Record<string, unknown>>(
    path: string,
    body: unknown = {},
    headers: Sent = {},
  ): Promise<Answer<Body>> {
    const json = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    return this.send('POST', path, JSON.stringify(body), { ...json, ...headers });
  }

  put<Body = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Sent = {},
  ): Promise<Answer<Body>> {
    return this.send('PUT', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  upload<Body = Record<string, unknown>>(
    sha256: string,
    bytes: Uint8Array,
    headers: Sent = {},
  ): Promise<Answer<Body>> {
    const plain = { 'content-type': 'application/octet-stream', 'content-secrecy': 'none' };
    return this.send('PUT', `/contents/${sha256}`, bytes, { ...plain, ...headers });
  }

  /** Any request as it stands; a header given as the empty text is left out. Of a live stream only the head is read. */
  async send<Body>(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    headers: Sent = {},
  ): Promise<Answer<Body>> {
    const all = {
      ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      ...headers,
    };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    const response = await fetch(this.address + path, {
      method,
      headers: sent,
      ...(body === undefined ? {} : { body }),
    });
    const mediaType = response.headers.get('content-type') ?? '';
    const text = mediaType.startsWith('text/event-stream')
      ? ((await response.body?.cancel()) ?? '')
      : await response.text();
    const isJson = mediaType.includes('json');
    const parsed = (isJson && text !== '' ? JSON.parse(text) : text) as Body;
    const answer = { status: response.status, headers: response.headers, text, body: parsed };
    this.exchanges.push({ method, path, answer });
    return answer;
  }
}

/** The gateway on a free port, with the local issuer's tokens. */
export class Edge {
  /** Everything its visitors asked, in order. */
  readonly exchanges: Exchange[] = [];

  private constructor(
    readonly gateway: RunningGateway,
    readonly issuer: LocalIssuer,
  ) {}

  /** The context's `LIENTHONG_PORT` has to be 0. */
  static async start(context: EdgeContext): Promise<Edge> {
    const gateway = await startGateway(context);
    const issuer = await LocalIssuer.open(join(context.configuration.dataDir, 'identity'));
    return new Edge(gateway, issuer);
  }

  get address(): string {
    return this.gateway.address;
  }

  async as(agency: string, role: Role): Promise<Visitor> {
    const token = await this.issuer.issue({ sub: officerId(role, agency), agency, roles: [role] });
    return this.withToken(token);
  }

  withToken(token: string | undefined): Visitor {
    return new Visitor(this.address, token, this.exchanges);
  }

  stop(): Promise<void> {
    return this.gateway.stop();
  }
}

/** The answer as the problem it is. Throws with the whole answer when it is none. */
export function problemIn(answer: Answer<unknown>): ProblemDocument {
  if (answer.headers.get('content-type') !== 'application/problem+json') {
    throw new Error(`no problem document: ${answer.status} ${answer.text}`);
  }
  return answer.body as ProblemDocument;
}

type Told = NonNullable<ProblemDocument['errors']>[number];
const partOf = { query: 'query', path: 'target', header: 'headers', token: 'token' } as const;

/** Where something is wrong, by one pointer into the whole request: `/body/subject`, `/query/limit`. */
export const placeOf = ({ pointer = '', in: part, name }: Pick<Told, 'pointer' | 'in' | 'name'>): string =>
  part === undefined ? `/body${decodeURIComponent(pointer.slice(1))}` : `/${partOf[part]}/${name}`;

/** The body of an accepted request. Throws with the whole answer otherwise. */
export function bodyOf<Body>(answer: Answer<Body>): Body {
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
