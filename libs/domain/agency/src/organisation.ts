import { schemeOf } from '@domain/codes';
import { accept, refuse } from '@domain/decider';
import type { AgencyEvent } from './agency.events';
import type { AgencyCommand } from './agency-command';
import { isOpenOn, overlap } from './agency-on-date';
import { type AgencyState, isSameInterval, type RegisteredAgency } from './agency-state';

type Command<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>;

const isLevel1 = (agency: { readonly code: string; readonly scheme: string | undefined }): boolean =>
  agency.scheme === 'qd20' && !agency.code.includes('.');

/** Decision 20/2020 art. 4(3): in its scheme a code begins with the groups of the code above. */
const isUnder = (code: string, parentCode: string | undefined): boolean =>
  parentCode === undefined || code.startsWith(`${parentCode}.`);

export function register(command: Command<'RegisterAgency'>, state: AgencyState) {
  const { type: _, scheme, parentRegistered, parentClosed, parentCode, heldByAnother, ...card } = command;
  if (scheme === undefined) return refuse('not-an-agency-code');
  if (state.status === 'registered') {
    const [{ name, abbreviation }, { parent }] = [state.names[0], state.parents[0]];
    const same =
      name === card.name &&
      abbreviation === card.abbreviation &&
      state.tier === card.tier &&
      parent === card.parent;
    return same ? accept() : refuse('agency-already-registered');
  }
  if (card.parent !== undefined) {
    if (!parentRegistered) return refuse('parent-not-found');
    if (parentClosed === true) return refuse('parent-closed');
    if (scheme === 'qd20' && !isUnder(card.code, parentCode))
      return refuse('not-under-the-code-of-its-parent');
  }
  if (heldByAnother === true) return refuse('code-held-by-another');
  return accept<AgencyEvent>({ type: 'AgencyRegistered', data: { ...card, scheme } });
}

export function rename({ type: _, ...renaming }: Command<'RenameAgency'>, state: RegisteredAgency) {
  const { name, abbreviation, effectiveDate, legalBasis } = renaming;
  const recorded = state.names.some(
    (known) =>
      known.fromDate === effectiveDate &&
      known.name === name &&
      known.abbreviation === abbreviation &&
      known.legalBasis === legalBasis,
  );
  if (recorded) return accept();
  return (
    notAfter(state, effectiveDate, state.names.at(-1)?.fromDate) ??
    accept<AgencyEvent>({ type: 'AgencyRenamed', data: renaming })
  );
}

export function move(command: Command<'MoveAgency'>, state: RegisteredAgency) {
  const { agency, parent, effectiveDate, legalBasis, at } = command;
  const recorded = state.parents.some(
    (known) => known.fromDate === effectiveDate && known.parent === parent && known.legalBasis === legalBasis,
  );
  if (recorded) return accept();
  if (isLevel1(state)) return refuse('level-1-is-fixed');
  if (!command.parentRegistered) return refuse('parent-not-found');
  if (command.parentClosed === true) return refuse('parent-closed');
  if (command.parentIsBelow) return refuse('parent-is-below');
  const data = { agency, parent, effectiveDate, legalBasis, at };
  return (
    notAfter(state, effectiveDate, state.parents.at(-1)?.fromDate) ??
    accept<AgencyEvent>({ type: 'AgencyMoved', data })
  );
}

/** History is not rewritten: a change begins after the one before it, at an agency that is open then. */
function notAfter(state: RegisteredAgency, effectiveDate: string, last: string | undefined) {
  if (!isOpenOn(state, effectiveDate)) return refuse('agency-closed');
  return last !== undefined && effectiveDate <= last ? refuse('effective-before-last-change') : undefined;
}

const successorsOf = { merged: [1, 1], split: [2, 100], dissolved: [0, 100] } as const;

export function close(command: Command<'CloseAgency'>, state: RegisteredAgency) {
  const { agency, how, successors, effectiveDate, legalBasis, at } = command;
  const data = { agency, how, successors, effectiveDate, legalBasis, at };
  if (state.closing !== undefined) {
    const known = state.closing;
    const same =
      known.how === how &&
      known.effectiveDate === effectiveDate &&
      known.legalBasis === legalBasis &&
      known.successors.join() === successors.join();
    return same ? accept() : refuse('agency-already-closed');
  }
  const [fewest, most] = successorsOf[how];
  const fits = successors.length >= fewest && successors.length <= most;
  if (!fits || new Set(successors).size < successors.length) return refuse('successors-do-not-fit');
  if (successors.includes(agency)) return refuse('successor-of-itself');
  const comesBack = state.predecessors.some((known) => successors.includes(known.agency));
  if (comesBack || command.successorComesBack === true) return refuse('successor-is-a-predecessor');
  if (command.unknownSuccessors.length > 0) return refuse('successor-not-found');
  if (command.closedSuccessors.length > 0) return refuse('successor-closed');
  const last = [state.names, state.parents].map((steps) => steps.at(-1)?.fromDate ?? '');
  if (last.some((date) => effectiveDate < date)) return refuse('effective-before-last-change');
  return accept<AgencyEvent>({ type: 'AgencyClosed', data });
}

/** The other side of closings that are recorded already; only what cannot be true is refused. */
export function succeed(command: Command<'RecordSuccession'>, state: RegisteredAgency) {
  const { type: _, predecessors, ...succession } = command;
  if (predecessors.includes(command.agency)) return refuse('successor-of-itself');
  if (state.closing?.successors.some((code) => predecessors.includes(code))) {
    return refuse('successor-is-a-predecessor');
  }
  const known = new Set(state.predecessors.map(({ agency }) => agency));
  const added = [...new Set(predecessors)].filter((code) => !known.has(code));
  return accept<AgencyEvent>(
    ...added.map((predecessor): AgencyEvent => ({
      type: 'AgencySucceeded',
      data: { ...succession, predecessor },
    })),
  );
}

export function assignCode(command: Command<'AssignCode'>, state: RegisteredAgency) {
  const { type: _, heldByAnother, parentCode, ...assignment } = command;
  const { scheme, value, validFromDate, validToDate } = assignment;
  if (schemeOf(value) !== scheme) return refuse('not-an-agency-code');
  if (validToDate !== undefined && validToDate < validFromDate) return refuse('ends-before-it-begins');
  const known = state.codes.find((code) => isSameInterval(code, assignment));
  if (known !== undefined && known.validToDate === validToDate) return accept();
  const assigned = accept<AgencyEvent>({ type: 'AgencyCodeAssigned', data: assignment });
  if (known !== undefined) {
    return known.validToDate === undefined ? assigned : refuse('code-interval-overlaps');
  }
  if (!isOpenOn(state, validFromDate)) return refuse('agency-closed');
  if (scheme === 'qd20') {
    if (isLevel1(state)) return refuse('level-1-is-fixed');
    if (!isUnder(value, parentCode)) return refuse('not-under-the-code-of-its-parent');
  }
  if (heldByAnother) return refuse('code-held-by-another');
  const taken = state.codes.some((code) => code.scheme === scheme && overlap(code, assignment));
  return taken ? refuse('code-interval-overlaps') : assigned;
}
