import { setTimeout as pause } from 'node:timers/promises';
import { connectNats } from '@adapters/messaging';
import { services } from '@contracts';
import { type AskingHealth, healthOf } from './service-health';
import type { Servers } from './services';
import { StartRefused } from './start-refused';
import { toolsSigner } from './tools-signer';

const pollMs = 100;
const answerLimitMs = 5_000;

export interface Waiting {
  /** Where the services answer that are asked why not all is ready. */
  readonly servers: Omit<Servers, 'eventStoreUrl' | 'databaseUrl'>;
  /** How long nothing may move. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Told once, when the read models are seen to move. */
  readonly onCatchingUp?: () => void;
}

/**
 * Waits until the gateway says that every part is ready (200). Read models that are built again may take as long as
 * they need while they move. Throws `StartRefused` with the parts that are not ready when nothing has moved for
 * `limitMs`.
 */
export async function untilReady(address: string, waiting: Waiting): Promise<void> {
  const {
    natsUrl: url,
    natsUser: user,
    natsPassword: password,
    natsCreds: creds,
    busKeysFile,
  } = waiting.servers;
  const signer = await toolsSigner(busKeysFile);
  const connection = await connectNats({ url, user, password, creds, name: 'start' });
  try {
    await untilReadyOver({ connection, signer }, address, waiting);
  } finally {
    await connection.close();
  }
}

async function untilReadyOver(asking: AskingHealth, address: string, waiting: Waiting): Promise<void> {
  const { limitMs, signal, onCatchingUp } = waiting;
  let position: string | undefined;
  let isTold = false;
  let deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask(`${address}/health/ready`);
    if (answer === 'ready') return;
    if (signal.aborted) throw new StartRefused('The start was called off');
    const reached = await catchingUpAt(asking);
    if (reached !== undefined && position !== undefined && reached !== position) {
      deadline = performance.now() + limitMs;
      if (!isTold) onCatchingUp?.();
      isTold = true;
    }
    position = reached ?? position;
    if (performance.now() > deadline) {
      const missing = await notReady(asking);
      throw new StartRefused(`Not ready after ${limitMs / 1000} s: ${missing || answer.slice(0, 300)}`);
    }
    await pause(pollMs);
  }
}

/** How far the read models have come, while they follow the facts there are; nothing when that is not the reason. */
async function catchingUpAt(asking: AskingHealth): Promise<string | undefined> {
  const details = (await healthOf(asking, 'read-models', answerLimitMs))?.details;
  return details?.['projector'] === 'catching-up' ? String(details['position']) : undefined;
}

async function notReady(asking: AskingHealth): Promise<string> {
  const told = services.map(async (service) => {
    const health = await healthOf(asking, service, answerLimitMs);
    if (health?.ready === true) return [];
    if (health === undefined) return [`${service} does not answer`];
    const { store, bus, details } = health;
    return [`${service} ${JSON.stringify({ store, bus, ...details }).slice(0, 300)}`];
  });
  return (await Promise.all(told)).flat().join('; ');
}

async function ask(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerLimitMs) });
    const text = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${text}`;
  } catch (error) {
    return error instanceof Error
      ? `${error.message} ${(error.cause as Error | undefined)?.message ?? ''}`
      : String(error);
  }
}
