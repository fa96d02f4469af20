import { setTimeout as pause } from 'node:timers/promises';
import { agencies, type House } from './house';
import { send } from './http-load';
import { processorMsOf } from './machine';
import type { Slice } from './pairs';
import { Seeds } from './seeds';

export const connections = 64;
const officers = 60;
/** The page of numbers may be a second old. */
const pageAgeMs = 1_100;

/** Offers of hand-offs by many officers of all agencies, with everything that follows from them. */
export class OffersOfOfficers {
  private offered = 0;
  private counted = 0;

  private constructor(
    private readonly house: House,
    private readonly tokens: readonly string[],
    /** Messages that are counted beside the offers, by the names of their subjects. */
    private readonly isCounted: (operation: string) => boolean,
  ) {}

  static async of(house: House, isCounted: (operation: string) => boolean): Promise<OffersOfOfficers> {
    return new OffersOfOfficers(house, await house.officers(officers), isCounted);
  }

  /** Processor time of all processes of the house for each offer, milliseconds. */
  readonly costs: Slice = async (ms) => {
    const { house, tokens } = this;
    const seeds = new Seeds(house.store);
    const ofEach = Math.ceil(ms / 10 / agencies.length);
    const held = await Promise.all(agencies.map((agency) => seeds.dossiers(ofEach, 0, agency)));
    const orders = Array.from({ length: ofEach * agencies.length }, (_, n) => {
      const giver = n % agencies.length;
      const body = { to: agencies[(giver + 1) % agencies.length], reason: 'Chuyển thẩm định' };
      const path = `/dossiers/${held[giver]?.pop()}/handoffs`;
      return { path, body, token: tokens[n % officers] as string };
    });
    await house.settled();
    const before = await this.messages();
    const each = await processorMsEach(house, orders.length, async () => {
      await send(house.address, '', orders, connections);
      await house.settled();
    });
    this.offered += orders.length;
    this.counted += (await this.messages()) - before;
    return each;
  };

  get count(): number {
    return this.offered;
  }

  get messagesEach(): number {
    return this.counted / this.offered;
  }

  /** Handled well since the house started. */
  private async messages(): Promise<number> {
    await pause(pageAgeMs);
    const authorization = `Bearer ${await this.house.token('H98', 'Operator')}`;
    const answer = await fetch(`${this.house.address}/metrics`, { headers: { authorization } });
    if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
    const counters = /^lienthong_messages_total\{operation="([^"]+)",outcome="ok".*\} (\d+)$/gm;
    const page = [...(await answer.text()).matchAll(counters)];
    const own = page.filter(([, operation = '']) => this.isCounted(operation));
    return own.reduce((sum, [, , count]) => sum + Number(count), 0);
  }
}

export async function processorMsEach(
  house: House,
  count: number,
  work: () => Promise<unknown>,
): Promise<number> {
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
