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
import { comparedLine } from '../table';

const connections = 64;
const officers = 60;

/**
 * What it costs to know that an officer is in post, in processor time of all processes of the house: a question to the
 * directory beside an offer of a hand-off with everything that follows from it. An officer is asked about once in 5 s.
 */
export const rights: Row = async (bench) => {
  const house = await bench.house();
  const tokens = await house.officers(officers);
  const seeds = new Seeds(house.store);
  const onDate = localDate(new Date().toISOString());

  const questions: Slice = async (ms) => {
    const asked = Array.from({ length: ms }, (_, n) => {
      const agency = agencies[n % agencies.length] as string;
      return { agency, officer: `mc.${n % officers}` };
    });
    const asker = new Officer(house.requester, 'H98', 'Operator');
    return processorMsEach(house, asked.length, () =>
      atMost(connections, asked, ({ agency, officer }) =>
        asker.query(subjects.officerStanding, { agency }, { officer, onDate }),
      ),
    );
  };
  const offers: Slice = async (ms) => {
    const each = Math.ceil(ms / 10 / agencies.length);
    const held = await Promise.all(agencies.map((agency) => seeds.dossiers(each, 0, agency)));
    const orders = Array.from({ length: each * agencies.length }, (_, n) => {
      const giver = n % agencies.length;
      const body = { to: agencies[(giver + 1) % agencies.length], reason: 'Chuyển thẩm định' };
      return {
        path: `/dossiers/${held[giver]?.pop()}/handoffs`,
        body,
        token: tokens[n % officers] as string,
      };
    });
    await house.settled();
    return processorMsEach(house, orders.length, async () => {
      await send(house.address, '', orders, connections);
      await house.settled();
    });
  };
  const what = `a question whether an officer is in post, ${connections} at once`;
  const row = { row: 'rights', what, unit: 'ms of processor', against: 'an offer with what follows' };
  return [
    comparedLine(
      { ...row, wanted: '≤ 0.02 from four offers of an agency in 5 s on' },
      await compared(questions, offers, bench),
    ),
  ];
};

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
