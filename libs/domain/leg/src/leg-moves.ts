import type { LegEvent, LegPlan } from './leg.events';
import type { ExistingLeg } from './leg-state';

/** What each fact makes of a leg. */
export function legBegun(event: Extract<LegEvent, { type: 'LegOpened' | 'LegNotOpened' }>): ExistingLeg {
  const { dossierId, order, agency, oneStop, lead, mode, task, time, convention } = event.data;
  const { mandatory, plannedDueAt, next, input, monitor, resultDocument } = event.data;
  const plan: LegPlan = {
    ...{ mode, task, time, convention, mandatory, plannedDueAt },
    ...(next === undefined ? {} : { next }),
    ...(input === undefined ? {} : { input }),
    ...(monitor === undefined ? {} : { monitor }),
    ...(resultDocument === undefined ? {} : { resultDocument }),
  };
  const parties = [...new Set([agency, oneStop, lead, monitor ?? agency])];
  const { at: beganAt } = event.data;
  const known = { dossierId, order, agency, oneStop, lead, plan, parties, beganAt, stood: [] };
  return event.type === 'LegOpened'
    ? { ...known, status: 'Pending', startedAt: beganAt, dueAt: event.data.dueAt }
    : { ...known, status: 'Returned' };
}

export function legMoved(state: ExistingLeg, event: LegEvent): ExistingLeg {
  switch (event.type) {
    case 'LegOpened':
    case 'LegNotOpened':
    case 'LegMonitoringShared':
    case 'LegSupplementProposed':
      return state;
    case 'LegAccepted':
      return { ...state, status: 'Active', acceptedAt: event.data.at };
    case 'LegReturned':
      return { ...state, status: 'Returned' };
    case 'LegResultDelivered':
    case 'LegResultReturnedDown': {
      const { sha256, symbol, document } = event.data;
      const result = {
        ...{ sha256, ...(symbol === undefined ? {} : { symbol }) },
        ...(document === undefined ? {} : { document }),
      };
      return { ...state, status: 'Done', result };
    }
    case 'LegRefused':
      return { ...state, status: 'Refused' };
    case 'LegOverdueDeclared':
      return { ...state, isOverdue: true };
    case 'LegPaused':
      return { ...state, stood: [...state.stood, { pausedAt: event.data.since }] };
    case 'LegResumed':
      return resumed(state, event.data);
    case 'LegDeadlineRecomputed': {
      // What was told of the earlier end is told again of this one.
      const { isOverdue: _, ...rest } = state;
      return { ...rest, dueAt: event.data.dueAt };
    }
    case 'LegReroutingProposed': {
      const { to, reason } = event.data;
      return { ...state, proposed: { to, reason } };
    }
    case 'LegRerouted': {
      const { to, dueAt, at: startedAt } = event.data;
      const { proposed: _, isOverdue: __, acceptedAt: ___, ...rest } = state;
      const parties = [...new Set([...state.parties, to])];
      return { ...rest, status: 'Pending', agency: to, parties, startedAt, dueAt, isRerouted: true };
    }
    case 'LegClosed':
      return { ...state, status: 'Closed' };
  }
}

/** A clock that restarts counts the whole time of the leg from then on (Decree 61/2018 art. 19(4)). */
function resumed(
  state: ExistingLeg,
  { since, resumedAt, clock }: Extract<LegEvent, { type: 'LegResumed' }>['data'],
): ExistingLeg {
  const stood = state.stood.map((each) => (each.pausedAt === since ? { ...each, resumedAt, clock } : each));
  const isRestarted = clock === 'restart' && state.startedAt !== undefined;
  return { ...state, stood, ...(isRestarted ? { startedAt: resumedAt } : {}) };
}
