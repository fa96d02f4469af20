import { endOfTime, handOverBy, type WorkCalendar } from '@domain/calendar';
import { localDate } from '@domain/codes';
import { accept, type Refusal, refuse } from '@domain/decider';
import { type Act, atStage, type DecidedAs, type DecisionsOf, notCovered, whose } from './deciding';
import { contentOf, type DossierRules, type GivenComponent, type WantedComponent } from './dossier-rules';
import {
  type DossierFile,
  type Existing,
  givenAnew,
  givenBack,
  moved,
  type MovesOf,
  originalsAt,
} from './dossier-state';
import type { IntakeEvent } from './intake.events';

type DataOf<T extends IntakeEvent['type']> = Extract<IntakeEvent, { type: T }>['data'];

/** Keys of components whose electronic part is not what it is said to be; gathered by the handler. */
export interface Unavailable {
  /** No earlier dossier of the applicant has them. */
  readonly reuseNotFound: readonly string[];
  /** The agency that takes them in did not upload these bytes: nobody did, or another one. */
  readonly notUploaded?: readonly string[];
  /** Named before, and their bytes are not kept any more, or never were. */
  readonly contentMissing?: readonly string[];
}

/** What speaks against beginning a dossier, as the directory and the applicants have it; never told of an import. */
export interface Hindrances {
  /** The agency is closed on the day. */
  readonly agencyClosed?: boolean;
  /** Nobody is recorded under the reference, or not within reach of the agency. */
  readonly unknownApplicant?: boolean;
}

/**
 * `rules` are of the version in force, absent when there is none; `linkNotFound`: its agency is no party to the dossier
 * it is to be linked to.
 */
export type SubmitDossier = { readonly type: 'SubmitDossier' } & Omit<DataOf<'DossierSubmitted'>, 'rules'> & {
    readonly rules?: DossierRules;
    readonly linkNotFound?: true;
    /** Nobody is recorded under `proxyRef`, or not within reach of the agency. */
    readonly unknownProxy?: true;
    /** An import opens dossiers without a version of their procedure, and submits none. */
    readonly isImport?: boolean;
  } & Hindrances &
  Unavailable;

export type IntakeCommand =
  | ({ readonly type: 'RecordPostalHandover' } & Act &
      Pick<DataOf<'PostalHandoverRecorded'>, 'handedOverAt' | 'slip' | 'postman'>)
  | ({ readonly type: 'GuideIntakeSupplement' } & Act &
      Pick<DataOf<'IntakeSupplementGuided'>, 'wanting' | 'reason' | 'answerByDate'>)
  | ({
      readonly type: 'ReceiveIntakeSupplement';
      readonly components: readonly GivenComponent[];
    } & Act &
      Unavailable)
  | ({ readonly type: 'RefuseAcceptance'; readonly reason: string } & Act)
  | ({
      readonly type: 'AcceptDossier';
      /** From the day book of the agency. */
      readonly code: { readonly scheme: string; readonly value: string };
      readonly calendar: WorkCalendar;
    } & Act);

export const intakeRefusals = [
  'not-by-import',
  'agency-closed',
  'procedure-in-catalogue',
  'unknown-applicant',
  'code-already-opened',
  'procedure-not-in-force',
  'channel-not-allowed',
  'proxy-not-named',
  'reused-component-not-found',
  'linked-dossier-not-found',
  'component-not-uploaded',
  'component-content-missing',
  'component-missing',
  'original-missing',
  'not-by-post',
  'postal-handover-already-recorded',
  'postal-handover-missing',
  'handed-over-in-the-future',
  'already-guided',
  'answer-date-passed',
] as const;
export type IncompleteRefusal = 'component-missing' | 'original-missing';
export type IntakeRefusal = (typeof intakeRefusals)[number];
type Decided = DecidedAs<IntakeRefusal>;
type CommandOf<T extends IntakeCommand['type']> = Extract<IntakeCommand, { type: T }>;

/** A dossier begins with the version of its procedure that is in force. */
export function submit(command: Omit<SubmitDossier, keyof Hindrances>): Decided {
  const { type: _, isImport: __, rules, reuseNotFound, notUploaded, contentMissing, ...told } = command;
  const { linkNotFound, unknownProxy, ...submitted } = told;
  if (rules === undefined) return refuse('procedure-not-in-force');
  const { channel, proxyRef, components } = submitted;
  // Whoever stands for an applicant comes to the counter.
  if (!rules.channels.includes(channel === 'proxy' ? 'counter' : channel))
    return refuse('channel-not-allowed');
  if ((channel === 'proxy') !== (proxyRef !== undefined)) return refuse('proxy-not-named');
  if (unknownProxy === true) return refuse('unknown-applicant', { reference: 'proxyRef' });
  const wrong = wrongComponents(rules, components, command);
  if (linkNotFound === true) return wrong ?? refuse('linked-dossier-not-found');
  return wrong ?? accept({ type: 'DossierSubmitted', data: { ...submitted, rules } });
}

export type UnknownRefusal =
  'unknown-component' | 'reused-component-not-found' | 'component-not-uploaded' | 'component-content-missing';

export function wrongComponents(
  rules: DossierRules,
  given: readonly { readonly key: string }[],
  { reuseNotFound = [], notUploaded = [], contentMissing = [] }: Partial<Unavailable> = {},
): Refusal<UnknownRefusal> | undefined {
  const known = new Set(rules.components.map(({ key }) => key));
  const unknown = given.map(({ key }) => key).filter((key) => !known.has(key));
  if (unknown.length > 0) return refuse('unknown-component', { components: unknown });
  if (reuseNotFound.length > 0) return refuse('reused-component-not-found', { components: reuseNotFound });
  if (notUploaded.length > 0) return refuse('component-not-uploaded', { components: notUploaded });
  return contentMissing.length === 0
    ? undefined
    : refuse('component-content-missing', { components: contentMissing });
}

const isThere = (given: GivenComponent | undefined): boolean =>
  given !== undefined && (contentOf(given) !== undefined || given.originals > 0);

/** What keeps a dossier from being complete and correct (Decree 118/2025 art. 17(3)). */
export function incomplete({ rules, components }: DossierFile): Refusal<IncompleteRefusal> | undefined {
  const given = new Map(components.map((each) => [each.key, each]));
  const keys = (lacking: (wanted: WantedComponent, given: GivenComponent | undefined) => boolean) =>
    rules.components.filter((wanted) => lacking(wanted, given.get(wanted.key))).map(({ key }) => key);
  const missing = keys(({ mandatory }, each) => mandatory && !isThere(each));
  if (missing.length > 0) return refuse('component-missing', { components: missing });
  const onPaper = keys(
    ({ mandatory, originals }, each) => (mandatory || isThere(each)) && (each?.originals ?? 0) < originals,
  );
  return onPaper.length > 0 ? refuse('original-missing', { components: onPaper }) : undefined;
}

/** Of what came by post the record of its hand-over is the legal time, or when it was completed (Decision 45/2016). */
function acceptDossier({ code, calendar, ...act }: CommandOf<'AcceptDossier'>, state: Existing): Decided {
  const standing = atStage(state, act.by, 'Submitted');
  if ('refused' in standing) return standing;
  const { file } = standing;
  const { rules, channel, handedOverAt, completedAt = handedOverAt } = file;
  if (channel === 'post' && handedOverAt === undefined) return refuse('postal-handover-missing');
  const lacking = incomplete(file);
  if (lacking !== undefined) return lacking;
  const startedAt = (channel === 'post' ? completedAt : undefined) ?? act.at;
  const due = endOfTime(startedAt, rules.publishedTime, rules.convention, calendar);
  const legal = endOfTime(startedAt, rules.legalTime, rules.convention, calendar);
  const handOver = handOverBy({ receivedAt: act.at }, calendar);
  if ('refused' in due) return notCovered(due);
  if ('refused' in legal) return notCovered(legal);
  if ('refused' in handOver) return notCovered(handOver);
  const { dueAt, convention, calendarVersion } = due;
  const times = { startedAt, dueAt, legalDueAt: legal.dueAt, convention, calendarVersion };
  const accepted = { ...whose(state, act), code, ...times, handOverBy: handOver.dueAt };
  return accept({ type: 'DossierAccepted', data: accepted });
}

function recordPostalHandover(
  { type: _, handedOverAt, slip, postman, ...act }: CommandOf<'RecordPostalHandover'>,
  state: Existing,
): Decided {
  const standing = atStage(state, act.by, 'Submitted');
  if ('refused' in standing) return standing;
  if (standing.file.channel !== 'post') return refuse('not-by-post');
  const { handedOverAt: before } = standing.file;
  if (before !== undefined) return refuse('postal-handover-already-recorded', { handedOverAt: before });
  if (handedOverAt > act.at) return refuse('handed-over-in-the-future');
  return accept({
    type: 'PostalHandoverRecorded',
    data: { ...whose(state, act), handedOverAt, slip, postman },
  });
}

/** Once at intake, complete and exact (Decree 61/2018 art. 17, Decree 118/2025 art. 17(2)(a)). */
function guide(
  { type: _, wanting, reason, answerByDate, ...act }: CommandOf<'GuideIntakeSupplement'>,
  state: Existing,
): Decided {
  const standing = atStage(state, act.by, 'Submitted', 'IntakeSupplement');
  if ('refused' in standing) return standing;
  const { file } = standing;
  if (file.answerByDate !== undefined) return refuse('already-guided', { answerByDate: file.answerByDate });
  const wrong = wrongComponents(file.rules, wanting);
  if (wrong !== undefined) return wrong;
  if (answerByDate < localDate(act.at)) return refuse('answer-date-passed', { answerByDate });
  return accept({
    type: 'IntakeSupplementGuided',
    data: { ...whose(state, act), wanting, reason, answerByDate },
  });
}

function receive(command: CommandOf<'ReceiveIntakeSupplement'>, state: Existing): Decided {
  const { components } = command;
  const standing = atStage(state, command.by, 'IntakeSupplement');
  if ('refused' in standing) return standing;
  const { rules, answerByDate = '' } = standing.file;
  const wrong = wrongComponents(rules, components, command);
  if (wrong !== undefined) return wrong;
  if (localDate(command.at) > answerByDate) return refuse('answer-date-passed', { answerByDate });
  return accept({ type: 'IntakeSupplementReceived', data: { ...whose(state, command), components } });
}

function refuseAcceptance(
  { type: _, reason, ...act }: CommandOf<'RefuseAcceptance'>,
  state: Existing,
): Decided {
  const standing = atStage(state, act.by, 'Submitted', 'IntakeSupplement');
  if ('refused' in standing) return standing;
  return accept({ type: 'AcceptanceRefused', data: { ...whose(state, act), reason } });
}

export const intakeDecisions: DecisionsOf<IntakeCommand, IntakeRefusal> = {
  RecordPostalHandover: recordPostalHandover,
  GuideIntakeSupplement: guide,
  ReceiveIntakeSupplement: receive,
  RefuseAcceptance: refuseAcceptance,
  AcceptDossier: acceptDossier,
};

export const intakeMoves: MovesOf<Exclude<IntakeEvent, { type: 'DossierSubmitted' }>> = {
  PostalHandoverRecorded: (state, { handedOverAt }) => moved(state, state.stage, { handedOverAt }),
  IntakeSupplementGuided: (state, { answerByDate }) => moved(state, 'IntakeSupplement', { answerByDate }),
  IntakeSupplementReceived: (state, { components, at }) =>
    moved(state, 'Submitted', {
      components: givenAnew(state.file?.components ?? [], components),
      originals: originalsAt(state.holder, components, state.file?.originals),
      completedAt: at,
    }),
  AcceptanceRefused: (state) => moved(state, 'NotAccepted', { originals: givenBack(state) }),
  DossierAccepted: (state, { startedAt, dueAt, legalDueAt, calendarVersion, handOverBy: by }) =>
    moved(state, 'Accepted', {
      running: { startedAt, dueAt, legalDueAt, calendarVersion },
      handOverBy: by,
    }),
};
