import { setTimeout as pause } from 'node:timers/promises';
import { connectNats, Requester } from '@adapters/messaging';
import { type DayInNumbers, subjects } from '@contracts';
import { houseCaller } from '@runtime';
import type { Servers } from './services';
import { StartRefused } from './start-refused';
import { toolsSigner } from './tools-signer';

const settleLimitMs = 10_000;
const pollMs = 100;

/** Counts over the whole installation, once nothing is on its way any more or the wait for that is over. */
export async function numbersOf(servers: Servers): Promise<DayInNumbers> {
  const { natsUrl, natsUser, natsPassword, natsCreds, busKeysFile } = servers;
  const signer = await toolsSigner(busKeysFile);
  const connection = await connectNats({
    url: natsUrl,
    user: natsUser,
    password: natsPassword,
    creds: natsCreds,
    name: 'local',
  });
  const requester = new Requester(connection, signer);
  const deadline = performance.now() + settleLimitMs;
  try {
    for (let before = ''; ; await pause(pollMs)) {
      const numbers = await ask(requester);
      const now = JSON.stringify(numbers);
      const isSettled = now === before && !numbers.deliveries['Queued'];
      if (isSettled || performance.now() > deadline) return numbers;
      before = now;
    }
  } finally {
    await connection.close();
  }
}

async function ask(requester: Requester): Promise<DayInNumbers> {
  const caller = houseCaller('scenario');
  const reply = await requester.query<DayInNumbers>(subjects.dayInNumbers, { target: {}, body: {} }, caller);
  if (!reply.ok)
    throw new StartRefused(`The read models refused to count: ${reply.context}:${reply.refused}`);
  return reply.answer;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const split = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([state, count]) => `${state} ${count}`)
    .join(' · ');

export const isEmpty = ({ agencies, documents, dossiers }: DayInNumbers): boolean =>
  agencies + sum(documents) + sum(dossiers) === 0;

/** The numbers as lines of a table. */
export function table({
  agencies,
  documents,
  deliveries,
  dossiers,
  handoffs,
  activities,
}: DayInNumbers): string[] {
  const rows: readonly (readonly [string, number, string])[] = [
    ['Agencies', agencies, ''],
    ['Documents', sum(documents), split(documents)],
    ['Deliveries', sum(deliveries), split(deliveries)],
    ['Dossiers', sum(dossiers), split(dossiers)],
    ['Hand-offs', sum(handoffs), split(handoffs)],
    ['Activities', activities, ''],
  ];
  return rows.map(([name, count, states]) =>
    `  ${name.padEnd(11)}${String(count).padStart(4)}   ${states}`.trimEnd(),
  );
}
