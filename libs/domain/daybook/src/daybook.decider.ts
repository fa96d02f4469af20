import { accept, type Decider, refuse, type StateCodec } from '@domain/decider';
import { daybookCodec } from './daybook.codec';
import type { DaybookEvent } from './daybook.events';

/** The code of a dossier has four digits for it. */
export const ordersMax = 9_999;

export type DaybookCommand = { readonly type: 'GiveDayOrder' } & Omit<DaybookEvent['data'], 'order'>;
export type DaybookRefusal = 'day-book-full';

/** Newest first, each holding those before it: a fact is folded at the same cost into a book of any length. */
type Orders = { readonly dossierId: string; readonly before: Orders } | undefined;

export interface DaybookState {
  readonly last: number;
  readonly orders: Orders;
}

/** The place of a dossier in the order of the day; the same for ever once it is given. */
export function orderOf({ last, orders }: DaybookState, dossierId: string): number | undefined {
  let order = last;
  for (let each = orders; each !== undefined; each = each.before, order -= 1) {
    if (each.dossierId === dossierId) return order;
  }
  return undefined;
}

export const daybookDecider: Decider<DaybookCommand, DaybookEvent, DaybookState, DaybookRefusal> = {
  initial: { last: 0, orders: undefined },

  decide({ type: _, ...given }, state) {
    if (orderOf(state, given.dossierId) !== undefined) return accept();
    if (state.last >= ordersMax) return refuse('day-book-full');
    return accept({ type: 'DayOrderGiven', data: { ...given, order: state.last + 1 } });
  },

  evolve: ({ orders }, { data: { order, dossierId } }) => ({
    last: order,
    orders: { dossierId, before: orders },
  }),
};

const ordersAtOnce = 1_000;

/** How many there are, then their dossiers, oldest first, some hundreds at a time. */
const daybookStates: StateCodec<DaybookState> = {
  *parts({ last, orders }) {
    yield last;
    const ids: string[] = [];
    for (let each = orders; each !== undefined; each = each.before) ids.push(each.dossierId);
    ids.reverse();
    for (let from = 0; from < ids.length; from += ordersAtOnce) yield ids.slice(from, from + ordersAtOnce);
  },

  read(parts) {
    const [last, ...given] = parts as readonly [number, ...(readonly string[])[]];
    let orders: Orders;
    for (const some of given) for (const dossierId of some) orders = { dossierId, before: orders };
    return { last, orders };
  },
};

export const daybook = { decider: daybookDecider, codec: daybookCodec, states: daybookStates };
