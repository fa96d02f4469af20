import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@adapters/event-store';
import { followPublic, provisionPublicStream, publicStreamName } from '@adapters/messaging';
import { copiesOf } from '@formats/public-facts';
import { everyFact } from '../flows/every-fact';
import { type Province, startProvince } from '../flows/province';
import { PublicMessages } from './public-messages';

jest.setTimeout(300_000);

let province: Province;
beforeAll(async () => {
  province = await startProvince({ services: ['read-models', 'bus'] });
  await provisionPublicStream(province.context.connection);
});
afterAll(() => province.stop());

/** Stores a history fact by fact, each behind the one before in its stream. */
async function stored(): Promise<void> {
  const ends = new Map<string, bigint>();
  for (const event of (await everyFact()) as unknown as readonly (NewEvent & { readonly stream: string })[]) {
    const { stream } = event;
    const fact = { ...event, id: randomUUID() };
    const { revision } = await province.store.append(stream, [fact], ends.get(stream) ?? 'absent');
    ends.set(stream, revision);
  }
}

async function relayed(): Promise<number> {
  const { connection, history } = province.context;
  const facts = await province.store.readAll({ max: 100_000 });
  let left = facts.flatMap((fact) => copiesOf(fact, history)).length;
  const due = left;
  for await (const _ of followPublic(connection, 'public.>')) if (--left === 0) break;
  return due;
}

it('every public fact goes over the wire as its schema, AsyncAPI and the SDK of CloudEvents have it', async () => {
  await stored();
  const due = await relayed();
  const { streams } = await province.context.connection.jetstreamManager();
  const messages = new PublicMessages();
  for (let seq = 1; seq <= due; seq++) {
    const message = await streams.getMessage(publicStreamName, { seq });
    expect(messages.faultsIn(message.string(), message.subject)).toEqual([]);
  }
  expect([...messages.seen].sort()).toEqual([...messages.all].sort());
});
