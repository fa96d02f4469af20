import { randomUUID } from 'node:crypto';
import { connectNats, Requester } from '@adapters/messaging';
import { subjects, type Caller, type ReplayedEvents } from '@contracts';
import type { RunFile } from '../run-file';
import { ToolRefused } from '../tool';

/** A reaction may wait for other parts, one event after the other. */
const timeoutMs = 10 * 60_000;

/**
 * Gives every event that a running house has set aside to its reactor once more, and prints one line for each reactor
 * and for each event that fails again.
 * @returns how many failed again
 */
export async function replayParked(
  { natsUrl, natsUser, natsPassword }: Pick<RunFile, 'natsUrl' | 'natsUser' | 'natsPassword'>,
  screen: { write(text: string): void },
): Promise<number> {
  const address = { url: natsUrl, user: natsUser, password: natsPassword };
  const connection = await connectNats({ ...address, name: 'replay-parked' });
  try {
    const requester = new Requester(connection, { timeoutMs });
    const outcomes = [...(await ask(requester, 'exchange')), ...(await ask(requester, 'directory'))];
    for (const { reactor, replayed, failed, failures } of outcomes) {
      screen.write(`${reactor}: ${replayed} replayed, ${failed} failed\n`);
      for (const { stream, revision, type, reason } of failures) {
        screen.write(`  ${type} in ${stream}@${revision}: ${reason}\n`);
      }
    }
    return outcomes.reduce((total, { failed }) => total + failed, 0);
  } finally {
    await connection.close();
  }
}

/** Services with reactions, and where they take up what was set aside. */
const askedAt = { exchange: subjects.replayParked, directory: subjects.replayParkedSuccessions } as const;

async function ask(requester: Requester, service: keyof typeof askedAt): Promise<readonly ReplayedEvents[]> {
  const actor = { agency: 'H00.01', officer: 'local', role: 'Operator' };
  const ids = { correlationId: randomUUID(), causationId: randomUUID() };
  const caller: Caller = { actor, ...ids, source: 'http' };
  const message = { target: {}, body: {} };
  const reply = await requester.query<readonly ReplayedEvents[]>(askedAt[service], message, caller);
  if (!reply.ok) throw new ToolRefused(`${service} refused: ${reply.context}:${reply.refused}`);
  return reply.answer;
}
