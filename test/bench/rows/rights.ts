import { setTimeout as pause } from 'node:timers/promises';
import { subjects } from '@contracts';
import { localDate } from '@domain/codes';
import { atMost } from '@runtime';
import { Officer } from '../../flows/province';
import type { Row } from '../bench';
import { agencies, type House } from '../house';
import { send } from '../http-load';
import { processorMsOf } from '../machine';
import { compared, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, number } from '../table';

const connections = 64;
const officers = 60;
/** The page of numbers may be a second old. */
const pageAgeMs = 1_100;

/**
 * What it costs to know that an officer is in post, in processor time of all processes of the house: a question to the
 * directory beside an offer of a hand-off with everything that follows from it; and, with as many questions as were
 * asked while 64 connections offered, the part of the command path that they take. An agency is asked about once in
 * 5 s.
 */
export const rights: Row = async (bench) => {
  const house = await bench.house();
  const tokens = await house.officers(officers);
  const seeds = new Seeds(house.store);
  const onDate = localDate(new Date().toISOString());

  const questions: Slice = async (ms) => {
    const posts = Array.from({ length: ms }, (_, n) => {
      const agency = agencies[n % agencies.length] as string;
      return { agency, officer: `mc.${n % officers}` };
    });
    const asker = new Officer(house.requester, 'H98', 'Operator');
    return processorMsEach(house, posts.length, () =>
      atMost(connections, posts, ({ agency, officer }) =>
        asker.query(subjects.officerStanding, { agency }, { officer, onDate }),
      ),
    );
  };
  let [offered, asked] = [0, 0];
  const offers: Slice = async (ms) => {
    const ofEach = Math.ceil(ms / 10 / agencies.length);
    const held = await Promise.all(agencies.map((agency) => seeds.dossiers(ofEach, 0, agency)));
    const orders = Array.from({ length: ofEach * agencies.length }, (_, n) => {
      const giver = n % agencies.length;
      const body = { to: agencies[(giver + 1) % agencies.length], reason: 'Chuyển thẩm định' };
      return {
        path: `/dossiers/${held[giver]?.pop()}/handoffs`,
        body,
        token: tokens[n % officers] as string,
      };
    });
    await house.settled();
    const before = await standingsAsked(house);
    const each = await processorMsEach(house, orders.length, async () => {
      await send(house.address, '', orders, connections);
      await house.settled();
    });
    offered += orders.length;
    asked += (await standingsAsked(house)) - before;
    return each;
  };
  const what = `a question whether an officer is in post, ${connections} at once`;
  const row = { row: 'rights', what, unit: 'ms of processor', against: 'an offer with what follows' };
  const question = await compared(questions, offers, bench);
  const questionsPerOffer = asked / offered;
  return [
    comparedLine(row, question),
    {
      row: row.row,
      what: `the same, as often as ${number(offered)} offers of ${agencies.length} agencies asked`,
      value: `${number(questionsPerOffer)} questions an offer`,
      ratio: `**${number(questionsPerOffer * question.ratio.median)}**`,
      wanted: '≤ 0.02',
    },
  ];
};

/** By the gateway, since the house started. */
async function standingsAsked(house: House): Promise<number> {
  await pause(pageAgeMs);
  const authorization = `Bearer ${await house.token('H98', 'Operator')}`;
  const answer = await fetch(`${house.address}/metrics`, { headers: { authorization } });
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
  const counted =
    /^lienthong_messages_total\{operation="directory\.officer-standing\.v1",outcome="ok".*\} (\d+)$/m;
  return Number(counted.exec(await answer.text())?.[1] ?? NaN);
}

async function processorMsEach(house: House, count: number, work: () => Promise<unknown>): Promise<number> {
  const before = await processorMs(house);
  await work();
  return ((await processorMs(house)) - before) / count;
}

/** Of everything that answers a command: the services, the store, the bus. */
async function processorMs({ process: services, node, nats }: House): Promise<number> {
  const pids = [services.pid, nats.pid, ...(node === undefined ? [] : [node.pid])];
  const each = await Promise.all(pids.map(processorMsOf));
  return each.reduce((sum, ms) => sum + ms, 0);
}
