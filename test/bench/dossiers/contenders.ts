import { randomUUID } from 'node:crypto';
import { metricsSubject } from '@contracts';
import { houseCaller, type MetricsAnswer, metricsPage } from '@runtime';
import type { Bench, Row } from '../bench';
import { agencies, type House } from '../house';
import { answerTo } from '../http-load';
import { quantile } from '../pairs';
import { Seeds } from '../seeds';
import { type Line, number } from '../table';
import { custodyOf } from './custody';
import { offeredFacts, taker } from './seeded-dossiers';

const width = 8;
const settled = 'urn:lienthong:problem:dossier:handoff-already-settled';

/** Eight officers of one agency take over the same dossier at once, one dossier after the other. */
export const contenders: Row = async (bench) => {
  const house = await bench.house();
  const dossiers = bench.isQuick ? 20 : 500;
  const tokens = await officersOfTaker(house);
  const alone = await contended(house, dossiers, tokens.slice(0, 1));
  const together = await contended(house, dossiers, tokens);
  return linesOf(bench, dossiers, { alone, together });
};

/** In post as one-stop officers of the agency that the dossiers are offered to. */
async function officersOfTaker(house: House): Promise<readonly string[]> {
  const tokens = await house.officers(width * agencies.length);
  return tokens.filter((_, n) => agencies[n % agencies.length] === taker);
}

/** What came of one dossier after the other, each taken over by as many officers as there are tokens. */
interface Contended {
  readonly sent: number;
  /** Answered as the store says afterwards: the one who took it over, and all others who that was. */
  readonly right: number;
  readonly accepted: number;
  /** Appends of all services, and those of them that the store did not take. */
  readonly lost: number;
  /** Milliseconds until all contenders of a dossier were answered, ascending. */
  readonly times: readonly number[];
}

async function contended(house: House, dossiers: number, tokens: readonly string[]): Promise<Contended> {
  const handoffs = new Map<string, string>();
  const ids = await new Seeds(house.store).dossiersOf(dossiers, (id) => {
    const handoffId = randomUUID();
    handoffs.set(id, handoffId);
    return offeredFacts(id, handoffId);
  });
  await house.settled();
  const [triedBefore, after] = [await appendsTried(house), await house.store.headPosition()];
  const times: number[] = [];
  let [right, accepted] = [0, 0];
  for (const id of ids) {
    const path = `/dossiers/${id}/handoffs/${handoffs.get(id)}/acceptance`;
    const started = performance.now();
    const answers = await Promise.all(
      tokens.map((token) => answerTo(house.address, token, { path, body: {} })),
    );
    times.push(performance.now() - started);
    right += await rightOf(house, id, answers);
    accepted += answers.filter(({ status }) => status < 300).length;
  }
  await house.settled();
  const tried = (await appendsTried(house)) - triedBefore;
  const lost = tried - (await appendsTaken(house, after));
  return {
    ...{ sent: ids.length * tokens.length, right, accepted, lost },
    times: times.sort((a, b) => a - b),
  };
}

/** How many answers are right. @throws unless one officer, and only one, took it over. */
async function rightOf(
  house: House,
  dossierId: string,
  answers: readonly { readonly status: number; readonly text: string }[],
): Promise<number> {
  const { holder, takers } = await custodyOf(house.store, dossierId);
  const won = answers.filter(({ status }) => status < 300).length;
  if (holder !== taker || takers.length !== 1 || won !== 1)
    throw new Error(`${dossierId}: held by ${holder}, taken over ${takers.length} times, ${won} accepted`);
  const told = answers.filter(({ status, text }) => {
    if (status !== 409) return false;
    const { type, about } = JSON.parse(text) as { type: string; about?: { officer?: string } };
    return type === settled && about?.officer === takers[0];
  });
  return won + told.length;
}

/** Appends that the processes of the house have tried, whatever the store said to them. */
async function appendsTried(house: House): Promise<number> {
  const subject = metricsSubject('dossiers');
  const answer = await house.requester.answer<MetricsAnswer>(
    subject,
    { target: {}, body: {} },
    houseCaller('bus'),
  );
  const page = await metricsPage([answer]);
  const counted = /^lienthong_store_append_seconds_count(?:\{[^}]*\})? (\d+)$/m.exec(page)?.[1];
  if (counted === undefined) throw new Error('the dossiers do not tell how many appends they tried');
  return Number(counted);
}

/** Appends that are in the store: what one command left in one stream is one. */
async function appendsTaken(house: House, after: bigint): Promise<number> {
  const found = await house.store.readAll({ after, max: Number.MAX_SAFE_INTEGER - 1 });
  return new Set(found.map(({ stream, metadata }) => `${stream} ${metadata.commandId}`)).size;
}

function linesOf(
  bench: Bench,
  dossiers: number,
  { alone, together }: { readonly alone: Contended; readonly together: Contended },
): Line[] {
  const row = 'contenders';
  const share = (useful: number, all: number) => `**${number(useful / all)}**`;
  bench.say(`  appends lost: ${alone.lost} of one contender, ${together.lost} of ${width}`);
  const { accepted, lost, sent, right } = together;
  const of = `${width} contenders for each of ${number(dossiers)} dossiers`;
  const time = (at: number, { times }: Contended) => `${number(quantile(times, at))} ms`;
  return [
    {
      row,
      what: `${of}: answers right at once`,
      value: `${number(right)}`,
      against: `commands sent: ${number(sent)}`,
      ratio: share(right, sent),
      wanted: '≥ 0.9',
    },
    {
      row,
      what: `${of}: commands accepted`,
      value: `${number(accepted)}`,
      against: `appends tried for them: ${number(accepted + lost)}`,
      ratio: share(accepted, accepted + lost),
      wanted: '≥ 0.9',
    },
    ...([0.5, 0.99] as const).map((at) => ({
      row,
      what: `until all ${width} are answered, p${at * 100}`,
      value: time(at, together),
      against: `one officer alone: ${time(at, alone)}`,
      ratio: `**${number(quantile(together.times, at) / quantile(alone.times, at))}**`,
    })),
  ];
}
