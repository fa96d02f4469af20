import type { DossierStage } from '@domain/codes';
import { accept, refuse } from '@domain/decider';
import type { ClockEvent } from './clock.events';
import { type Act, atStage, type DecidedAs, type DecisionsOf, whose } from './deciding';
import type { DossierEvent } from './dossier.events';
import { type Consulted, type Existing, moved, type MovesOf } from './dossier-state';
import { type ClosedAgency, reachedUnder, successorsOf } from './succession';

export type ProcessCommand =
  | ({ readonly type: 'AssignProcessor'; readonly assignee: string } & Act)
  | ({
      readonly type: 'HandOverDossier';
      readonly handoverId: string;
      readonly from: string;
      readonly to: string;
      readonly reason: string;
    } & Act)
  | ({
      readonly type: 'RequestConsultation';
      readonly consultationId: string;
      readonly to: string;
      readonly recipientKnown: boolean;
      /** `to`, when it is closed on the day. */
      readonly closed?: readonly ClosedAgency[];
      readonly content: string;
      readonly answerBy: string;
    } & Act)
  | ({ readonly type: 'AnswerConsultation'; readonly consultationId: string; readonly answer: string } & Act)
  | { readonly type: 'LapseConsultation'; readonly consultationId: string; readonly at: string }
  | ({
      readonly type: 'RecordVerification';
      readonly verifiedAt: string;
      readonly place: string;
      readonly participants: readonly string[];
      readonly content: string;
    } & Act);

export const processRefusals = [
  'not-competent',
  'not-on-that-desk',
  'consultation-not-found',
  'consultation-already-answered',
  'not-the-consulted',
  'answer-date-not-ahead',
  'verified-in-the-future',
] as const;
export type ProcessRefusal = (typeof processRefusals)[number];
type RecipientRefusal = 'recipient-is-holder' | 'unknown-recipient' | 'recipient-closed';
type Decided = DecidedAs<ProcessRefusal | RecipientRefusal>;
type CommandOf<T extends ProcessCommand['type']> = Extract<ProcessCommand, { type: T }>;

/**
 * A one-stop unit whose own agency is competent gives the dossier to nobody else: the officer it is assigned to takes
 * it into process (Decree 61/2018 art. 19(1)).
 */
function assign({ type: _, assignee, ...act }: CommandOf<'AssignProcessor'>, state: Existing): Decided {
  const standing = atStage(state, act.by, 'Accepted', 'InProcess');
  if ('refused' in standing) return standing;
  const { route } = standing.file.rules;
  const isCompetent = route === undefined || route.legs.some(({ agency }) => agency === act.by);
  if (standing.stage === 'Accepted' && !isCompetent) return refuse('not-competent');
  if (standing.file.processor === assignee) return accept();
  return accept({ type: 'ProcessorAssigned', data: { ...whose(state, act), assignee } });
}

/**
 * Work given by name lies on a desk at any stage, also while the dossier is offered, until it comes to its end; and so
 * does what an officer offered, until the offer is settled.
 */
function handOver(command: CommandOf<'HandOverDossier'>, state: Existing): Decided {
  const { type: _, handoverId, from, to, reason, ...act } = command;
  if (state.holder !== act.by) return refuse('not-the-holder');
  const { stage, file } = state;
  if (ended.includes(stage)) return refuse('not-at-this-stage', { stage });
  const pending = state.status === 'offered' ? state.pending : undefined;
  const told = { ...whose(state, act), reason, handoverId };
  const replaced: DossierEvent[] = [];
  if (file?.processor === from)
    replaced.push({ type: 'ProcessorReplaced', data: { ...told, from, assignee: to } });
  if (pending?.giver === from) {
    const offered = { handoffId: pending.handoffId, giver: to, formerGiver: from };
    replaced.push({ type: 'HandoffGiverReplaced', data: { ...told, ...offered } });
  }
  if (replaced.length > 0) return accept(...replaced);
  return file?.processor === to || pending?.giver === to ? accept() : refuse('not-on-that-desk');
}

const ended: readonly DossierStage[] = ['NotAccepted', 'Withdrawn', 'Stopped', 'Returned', 'Archived'];

/** Inside the time of the procedure: the clock runs on (Decree 61/2018 art. 19(5)). */
function consult(command: CommandOf<'RequestConsultation'>, state: Existing): Decided {
  const { by: from, officer, at, consultationId, to, recipientKnown, closed, content, answerBy } = command;
  const standing = atStage(state, from, 'InProcess');
  if ('refused' in standing) return standing;
  if (consultationIn(state, consultationId) !== undefined) return accept();
  if (!recipientKnown) return refuse('unknown-recipient');
  const reached = reachedUnder(to, closed);
  if (reached === undefined) return refuse('recipient-closed', { successors: successorsOf(to, closed) });
  if (to === from || reached === from) return refuse('recipient-is-holder');
  if (answerBy <= at) return refuse('answer-date-not-ahead');
  const { dossierId } = state;
  const requested = { dossierId, consultationId, from, to: reached, officer, content, answerBy, at };
  const instead = reached === to ? {} : { insteadOf: to };
  return accept({ type: 'ConsultationRequested', data: { ...requested, ...instead } });
}

const consultationIn = ({ file }: Existing, id: string): Consulted | undefined =>
  file?.consultations?.find(({ consultationId }) => consultationId === id);

/** A late answer is taken as well: that it came late stands in the history. */
function answerConsultation(command: CommandOf<'AnswerConsultation'>, state: Existing): Decided {
  const { by, officer, consultationId, answer, at } = command;
  const consultation = consultationIn(state, consultationId);
  if (consultation === undefined) return refuse('consultation-not-found');
  const { from, to, answeredAt } = consultation;
  if (by !== to) return refuse('not-the-consulted');
  if (answeredAt !== undefined) return refuse('consultation-already-answered', { answeredAt });
  const { dossierId } = state;
  const answered = { dossierId, consultationId, from, to, officer, answer, at };
  return accept({ type: 'ConsultationAnswered', data: answered });
}

function lapseConsultation(command: CommandOf<'LapseConsultation'>, state: Existing): Decided {
  const { consultationId, at } = command;
  const consultation = consultationIn(state, consultationId);
  if (consultation === undefined || state.stage !== 'InProcess') return accept();
  const { from, to, answerBy, answeredAt, hasLapsed } = consultation;
  if (answeredAt !== undefined || hasLapsed === true || at <= answerBy) return accept();
  const { dossierId } = state;
  return accept({ type: 'ConsultationLapsed', data: { dossierId, consultationId, from, to, answerBy, at } });
}

function verify(command: CommandOf<'RecordVerification'>, state: Existing): Decided {
  const { type: _, verifiedAt, place, participants, content, ...act } = command;
  const standing = atStage(state, act.by, 'InProcess');
  if ('refused' in standing) return standing;
  if (verifiedAt > act.at) return refuse('verified-in-the-future');
  const verified = { verifiedAt, place, participants, content };
  return accept({ type: 'VerificationRecorded', data: { ...whose(state, act), ...verified } });
}

export const processDecisions: DecisionsOf<ProcessCommand, ProcessRefusal | RecipientRefusal> = {
  AssignProcessor: assign,
  HandOverDossier: handOver,
  RequestConsultation: consult,
  AnswerConsultation: answerConsultation,
  LapseConsultation: lapseConsultation,
  RecordVerification: verify,
};

type ProcessEvent = Extract<
  ClockEvent,
  { type: `Processor${string}` | `Consultation${string}` | 'VerificationRecorded' }
>;

const answering = (state: Existing, id: string, more: Partial<Consulted>): Existing =>
  moved(state, state.stage, {
    consultations: (state.file?.consultations ?? []).map((each) =>
      each.consultationId === id ? { ...each, ...more } : each,
    ),
  });

export const processMoves: MovesOf<ProcessEvent> = {
  ProcessorAssigned: (state, { assignee, at }) =>
    moved(state, 'InProcess', {
      processor: assignee,
      ...(state.stage === 'Accepted' ? { receivedAt: at } : {}),
    }),
  ProcessorReplaced: (state, { assignee }) => moved(state, state.stage, { processor: assignee }),
  // Whoever is asked has to know of it.
  ConsultationRequested: (state, { consultationId, from, to, answerBy }) => {
    const parties = state.parties.includes(to) ? state.parties : [...state.parties, to];
    const asked = { consultationId, from, to, answerBy };
    const consultations = [...(state.file?.consultations ?? []), asked];
    return moved({ ...state, parties }, state.stage, { consultations });
  },
  ConsultationAnswered: (state, { consultationId, at }) =>
    answering(state, consultationId, { answeredAt: at }),
  ConsultationLapsed: (state, { consultationId }) => answering(state, consultationId, { hasLapsed: true }),
  VerificationRecorded: (state) => state,
};
