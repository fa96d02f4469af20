import { accept, type Decider, refuse, type StateCodec } from '@domain/decider';
import { daybookCodec } from './daybook.codec';
import type { DaybookEvent } from './daybook.events';

/** The code of a dossier has four digits for it. */
export const ordersMax = 9_999;

type DataOf<T extends DaybookEvent['type']> = Extract<DaybookEvent, { type: T }>['data'];
export type DaybookCommand =
  | ({ readonly type: 'GiveDayOrder' } & Omit<DataOf<'DayOrderGiven'>, 'order'>)
  | ({ readonly type: 'IssueHandOverSlip' } & Omit<DataOf<'HandOverSlipIssued'>, 'number'>);
export type DaybookRefusal = 'day-book-full';

/** Newest first, each holding those before it: a fact is folded at the same cost into a book of any length. */
type Orders = { readonly dossierId: string; readonly before: Orders } | undefined;

export interface DaybookState {
  readonly last: number;
  readonly orders: Orders;
  /** Slips, the first one first. */
  readonly slips: readonly string[];
}

/** The place of a dossier in the order of the day; the same for ever once it is given. */
export function orderOf(
  { last, orders }: Omit<DaybookState, 'slips'>,
  dossierId: string,
): number | undefined {
  let order = last;
  for (let each = orders; each !== undefined; each = each.before, order -= 1) {
    if (each.dossierId === dossierId) return order;
  }
  return undefined;
}

/** The number of a slip among those of the day; nothing of one that was not issued. */
export function slipNumberOf({ slips }: DaybookState, slipId: string): number | undefined {
  const place = slips.indexOf(slipId);
  return place === -1 ? undefined : place + 1;
}

export const daybookDecider: Decider<DaybookCommand, DaybookEvent, DaybookState, DaybookRefusal> = {
  initial: { last: 0, orders: undefined, slips: [] },

  decide(command, state) {
    if (command.type === 'IssueHandOverSlip') {
      const { type: _, ...slip } = command;
      if (slipNumberOf(state, slip.slipId) !== undefined) return accept();
      return accept({ type: 'HandOverSlipIssued', data: { ...slip, number: state.slips.length + 1 } });
    }
    const { type: _, ...given } = command;
    if (orderOf(state, given.dossierId) !== undefined) return accept();
    if (state.last >= ordersMax) return refuse('day-book-full');
    return accept({ type: 'DayOrderGiven', data: { ...given, order: state.last + 1 } });
  },

  evolve(state, { type, data }) {
    if (type === 'HandOverSlipIssued') return { ...state, slips: [...state.slips, data.slipId] };
    const { order, dossierId } = data;
    return { ...state, last: order, orders: { dossierId, before: state.orders } };
  },
};

const ordersAtOnce = 1_000;

/** How many there are, the slips, then their dossiers, oldest first, some hundreds at a time. */
const daybookStates: StateCodec<DaybookState> = {
  *parts({ last, orders, slips }) {
    yield last;
    yield slips;
    const ids: string[] = [];
    for (let each = orders; each !== undefined; each = each.before) ids.push(each.dossierId);
    ids.reverse();
    for (let from = 0; from < ids.length; from += ordersAtOnce) yield ids.slice(from, from + ordersAtOnce);
  },

  read(parts) {
    const [last, slips, ...given] = parts as readonly [number, readonly string[], ...(readonly string[])[]];
    let orders: Orders;
    for (const some of given) for (const dossierId of some) orders = { dossierId, before: orders };
    return { last, orders, slips };
  },
};

export const daybook = { decider: daybookDecider, codec: daybookCodec, states: daybookStates };
