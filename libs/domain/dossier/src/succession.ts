import type { Existing } from './dossier-state';

/** An agency that is closed on the day, with those that took over from it and are open: several after a split. */
export interface ClosedAgency {
  readonly code: string;
  readonly successors: readonly string[];
}

/** Who is reached under a code: the agency itself, its one successor when it is closed, else nobody. */
export function reachedUnder(code: string, closed: readonly ClosedAgency[] = []): string | undefined {
  const found = closed.find((each) => each.code === code);
  if (found === undefined) return code;
  return found.successors.length === 1 ? found.successors[0] : undefined;
}

export const successorsOf = (code: string, closed: readonly ClosedAgency[] = []): readonly string[] =>
  closed.find((each) => each.code === code)?.successors ?? [];

interface Given {
  readonly type: string;
  readonly handoffId?: string;
  readonly consultationId?: string;
}

/** Only the agency does these that the dossier was handed in at. */
const oneStopDoes: readonly string[] = [
  'SubmitSupplement',
  'AcceptSupplement',
  'LapseSupplement',
  'RequestWithdrawal',
  'ReturnResult',
  'FixRoute',
];

/** Only the lead agency of an interlinked dossier does these. */
const leadDoes: readonly string[] = ['ConsolidateResults', 'RefuseLinkedDossier', 'ContinueLinkedDossier'];

/**
 * Whose turn a command is, as the dossier stands: when that agency is closed, its successor gives the command for it.
 */
export function turnOf(command: Given, state: Existing): string {
  const { type, handoffId, consultationId } = command;
  if (state.status === 'offered' && handoffId === state.pending.handoffId) {
    if (type === 'AcceptHandoff' || type === 'ReturnHandoff') return state.pending.to;
    if (type === 'RecallHandoff') return state.pending.from;
  }
  if (oneStopDoes.includes(type)) return state.openedBy;
  const isOfLead =
    leadDoes.includes(type) || (type === 'RequestSupplement' && state.file?.link !== undefined);
  if (isOfLead) return state.file?.link?.lead ?? state.holder;
  const consulted = state.file?.consultations?.find((each) => each.consultationId === consultationId);
  return type === 'AnswerConsultation' && consulted !== undefined ? consulted.to : state.holder;
}
