import type { Bench, Row } from '../bench';
import { durableAppends } from '../durable-appends';
import type { House } from '../house';
import { sendOne } from '../http-load';
import { quantile } from '../pairs';
import { type Line, number } from '../table';
import { givenWith, giver, procedureOf } from './seeded-dossiers';

const procedure = 'do-dac.tiep-nhan';

/** Milliseconds until the dossier stands in the list, from three moments on. */
interface Seen {
  readonly submitted: number;
  readonly accepted: number;
  readonly answered: number;
}

const moments = [
  ['submitted', 'submission sent'],
  ['accepted', 'acceptance sent'],
  ['answered', 'acceptance answered'],
] as const;
const shares = [
  ['p50', 0.5],
  ['p99', 0.99],
] as const;

/** Submission and acceptance at the counter to the row in the agency's list, one at a time, beside one append. */
export const intake: Row = async (bench) => {
  const house = await bench.house();
  const visits = bench.isQuick ? 10 : 300;
  await issued(house);
  const before = await appendMs(bench);
  // What is not compiled yet is none of the figures.
  for (let warm = 0; warm < visits / 10; warm++) await visit(house);
  const seen: Seen[] = [];
  for (let n = 0; n < visits; n++) seen.push(await visit(house));
  const append = (before + (await appendMs(bench))) / 2;
  return moments.flatMap(([moment, from]) => {
    const times = seen.map((each) => each[moment]).sort((a, b) => a - b);
    return shares.map(([name, share]): Line => {
      const ms = quantile(times, share);
      return {
        row: 'intake',
        what: `${from} to row in the list, ${name} of ${number(visits)}`,
        value: `${number(ms)} ms`,
        against: `one append, 1 in flight: ${number(append)} ms`,
        ratio: `**${number(ms / append)}**`,
      };
    });
  });
};

async function appendMs(bench: Bench): Promise<number> {
  return 1_000 / (await durableAppends(await bench.bareNode(), 1)(bench.sliceMs));
}

/** In the catalogue, and in force; on a store that was given, an earlier run may have been here. */
async function issued(house: House): Promise<void> {
  const operator = await house.token(giver, 'Operator');
  const answer = await fetch(`${house.address}/procedures/${procedure}`, {
    headers: { authorization: `Bearer ${operator}` },
  });
  await answer.text();
  if (!answer.ok)
    await sendOne(house.address, operator, { path: '/procedures', body: procedureOf(procedure) });
  await house.settled();
}

/** One applicant at the counter, recorded before the clock starts. */
async function visit(house: House): Promise<Seen> {
  const counter = await house.token(giver, 'OneStopOfficer');
  const act = async <A>(path: string, body: object): Promise<A> =>
    JSON.parse(await sendOne(house.address, counter, { path, body })) as A;
  const person = { kind: 'citizen', name: 'Trần Thị Đo Đạc' };
  const { applicantRef } = await act<{ applicantRef: string }>('/applicants', person);
  const components = givenWith(house.part.sha256);
  const submission = { procedure, channel: 'counter', applicantRef, components };
  const submittedAt = performance.now();
  const { dossierId } = await act<{ dossierId: string }>('/dossiers/submissions', submission);
  const acceptedAt = performance.now();
  const path = `/dossiers/${dossierId}/acceptance`;
  const { code, position } = await act<{ code: string; position: string }>(path, {});
  const answeredAt = performance.now();
  await shows(house, counter, `code=${code}&after=${position}`, dossierId);
  const shownAt = performance.now();
  return {
    submitted: shownAt - submittedAt,
    accepted: shownAt - acceptedAt,
    answered: shownAt - answeredAt,
  };
}

/** What the agency holds, as new as the acceptance. @throws when the dossier does not stand there. */
async function shows(house: House, token: string, question: string, dossierId: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${house.address}/dossiers?box=held&${question}`, { headers });
  const text = await answer.text();
  if (!answer.ok || !text.includes(dossierId))
    throw new Error(`the list does not show ${dossierId}: ${answer.status} ${text.slice(0, 200)}`);
}
