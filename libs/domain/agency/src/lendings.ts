import { localDate } from '@domain/codes';
import { accept, refuse } from '@domain/decider';
import type { AgencyEvent } from './agency.events';
import type { AgencyCommand } from './agency-command';
import { isInPost, isLeader, isOpenOn, overlap } from './agency-on-date';
import { entryOf, type RegisteredAgency } from './agency-state';

type Command<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>;

export function lend({ type: _, ...lent }: Command<'LendDesk'>, state: RegisteredAgency) {
  const { lendingId, officer, cover, givenBy, validFromDate, validToDate, at } = lent;
  // The id follows from the call, so what stands under it is what this call says.
  if (entryOf(state.lendings, lendingId) !== undefined) return accept();
  const today = localDate(at);
  if (!isOpenOn(state, today) || !isOpenOn(state, validFromDate)) return refuse('agency-closed');
  if (!isInPost(state, officer, today) || !isInPost(state, cover, today)) return refuse('officer-not-found');
  if (!isInPost(state, givenBy, today) || !isLeader(state, givenBy)) return refuse('giver-is-no-leader');
  if (validToDate < validFromDate) return refuse('ends-before-it-begins');
  if (cover === officer) return refuse('cover-is-the-officer');
  const beside = Object.values(state.lendings).filter((each) => stands(each) && overlap(each, lent));
  if (beside.some((each) => each.officer === officer)) return refuse('desk-already-lent');
  if (beside.some((each) => each.officer === cover || each.cover === officer)) return refuse('cover-is-away');
  return accept<AgencyEvent>({ type: 'DeskLent', data: lent });
}

/** Ended early, it stands in nobody's way; the days it had are over. */
const stands = ({ endedDate }: RegisteredAgency['lendings'][string]): boolean => endedDate === undefined;

export function endLending({ type: _, ...end }: Command<'EndDeskLending'>, state: RegisteredAgency) {
  const known = entryOf(state.lendings, end.lendingId);
  if (known === undefined) return refuse('lending-not-found');
  if (known.endedDate !== undefined) return accept();
  return accept<AgencyEvent>({ type: 'DeskLentEnded', data: end });
}
