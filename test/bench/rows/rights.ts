import type { Row } from '../bench';
import { agencies, type House } from '../house';
import { send } from '../http-load';
import { compared, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine } from '../table';

const connections = 64;
/** A yes of the directory holds for 5 s: so many officers are back before, and so many after it. */
const [few, many] = [60, 1_200];

/**
 * What it costs to know that an officer is in post: offers by officers who are known from a moment ago, and by so many
 * that the directory is asked about each one of them again.
 */
export const rights: Row = async (bench) => {
  const house = await bench.house();
  const tokens = await house.officers(bench.isQuick ? 2 * few : many);
  const seeds = new Seeds(house.store);
  let asked = 0;
  const offersBy = (officers: readonly string[]): Slice => {
    let count = 200;
    return async (ms) => {
      const each = Math.ceil(Math.max(connections, (count * ms) / 1_000) / agencies.length);
      const held = await Promise.all(agencies.map((agency) => seeds.dossiers(each, 0, agency)));
      const orders = Array.from({ length: each * agencies.length }, (_, n) => {
        const at = (asked + n) % officers.length;
        const giver = at % agencies.length;
        const body = { to: agencies[(giver + 1) % agencies.length], reason: 'Chuyển thẩm định' };
        return { path: `/dossiers/${held[giver]?.pop()}/handoffs`, body, token: officers[at] as string };
      });
      asked += orders.length;
      await house.settled();
      const { accepted, seconds } = await send(house.address, '', orders, connections);
      count = accepted / seconds;
      return count;
    };
  };
  // Every token is verified before, so that what is compared is the question alone.
  await verified(house, tokens);
  const what = `offers by ${many} officers, the directory asked about each, ${connections} connections`;
  const row = { row: 'rights', what, unit: 'requests/s', against: `by ${few} who are known` };
  const result = await compared(offersBy(tokens), offersBy(tokens.slice(0, few)), bench);
  return [comparedLine({ ...row, wanted: '≥ 0.98' }, result)];
};

async function verified(house: House, tokens: readonly string[]): Promise<void> {
  for (let at = 0; at < tokens.length; at += few) {
    await Promise.all(tokens.slice(at, at + few).map((token) => isGood(house, token)));
  }
}

async function isGood(house: House, token: string): Promise<void> {
  const answer = await fetch(`${house.address}/me`, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`/me answered ${answer.status}: ${text}`);
}
