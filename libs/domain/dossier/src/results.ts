import { localDate, type ResultOutcome, type ReturnChannel } from '@domain/codes';
import { accept, refuse } from '@domain/decider';
import { type Act, atOneStop, atStage, type DecidedAs, type DecisionsOf, whose } from './deciding';
import type { DossierEvent } from './dossier.events';
import { type Existing, givenBack, moved, type MovesOf } from './dossier-state';
import type { ResultEvent } from './result.events';
import { type ResultDocument, resultDocumentRefusals, sealedResult } from './result-document';
import { type ClosedAgency, reachedUnder } from './succession';

interface OfDocument {
  readonly documentId: string;
  /** Gathered: what the documents say of it; absent when there is none. */
  readonly document?: ResultDocument;
}

export type ResultCommand =
  | ({ readonly type: 'ProposeResult'; readonly outcome: ResultOutcome; readonly appraisal: string } & Act)
  | ({ readonly type: 'DenyApproval'; readonly reason: string } & Act)
  | ({
      readonly type: 'ApproveResult';
      readonly outcome: ResultOutcome;
      readonly sha256: string;
      readonly certificate: string;
      readonly reason?: string;
    } & Act)
  | ({
      readonly type: 'NumberResult';
      readonly symbol: string;
      readonly documentDate: string;
      readonly certificate: string;
      /** Gathered: it happened before, elsewhere. */
      readonly isImport?: true;
    } & Act)
  | ({ readonly type: 'IssueResult' } & OfDocument & Act)
  | ({
      readonly type: 'ForwardResult';
      /** The one-stop unit, when it is closed on the day. */
      readonly closed?: readonly ClosedAgency[];
    } & Act)
  | ({
      readonly type: 'ReturnResult';
      readonly channel: ReturnChannel;
      readonly proxyRef?: string;
      readonly slip?: string;
    } & Act)
  | ({
      readonly type: 'CorrectResult';
      readonly sha256: string;
      readonly symbol: string;
      readonly reason: string;
    } & Partial<OfDocument> &
      Act)
  | ({ readonly type: 'ArchiveDossier' } & Act);

export const resultRefusals = [
  'outcome-not-proposed',
  'reason-for-refusal-missing',
  'dated-in-the-future',
  'not-at-the-one-stop',
  'slip-for-post-alone',
  'result-document-required',
  ...resultDocumentRefusals,
] as const;
export type ResultRefusal = (typeof resultRefusals)[number];
type Decided = DecidedAs<ResultRefusal>;
type CommandOf<T extends ResultCommand['type']> = Extract<ResultCommand, { type: T }>;

function propose(
  { type: _, outcome, appraisal, ...act }: CommandOf<'ProposeResult'>,
  state: Existing,
): Decided {
  const standing = atStage(state, act.by, 'InProcess');
  if ('refused' in standing) return standing;
  return accept({ type: 'ResultProposed', data: { ...whose(state, act), outcome, appraisal } });
}

function deny({ type: _, reason, ...act }: CommandOf<'DenyApproval'>, state: Existing): Decided {
  const standing = atStage(state, act.by, 'AwaitingApproval');
  if ('refused' in standing) return standing;
  return accept({ type: 'ApprovalDenied', data: { ...whose(state, act), reason } });
}

/** What was not proposed is not approved: it is denied, and proposed anew (Decree 61/2018 art. 19(1), 19(8)). */
function approve({ type: _, ...command }: CommandOf<'ApproveResult'>, state: Existing): Decided {
  const { outcome, sha256, certificate, reason, ...act } = command;
  const standing = atStage(state, act.by, 'AwaitingApproval');
  if ('refused' in standing) return standing;
  const { result } = standing.file;
  if (result?.outcome !== outcome) return refuse('outcome-not-proposed', { proposed: result?.outcome ?? '' });
  if ((outcome === 'refused') !== (reason !== undefined)) return refuse('reason-for-refusal-missing');
  const approved = { ...whose(state, act), outcome, sha256, certificate };
  const why = reason === undefined ? {} : { reason };
  return accept({ type: 'ResultApproved', data: { ...approved, ...why } });
}

/** A number that was given elsewhere, with the seal of the agency (Decree 30/2020 art. 5, 15). */
function number(command: CommandOf<'NumberResult'>, state: Existing): Decided {
  const { symbol, documentDate, certificate, isImport = false, ...act } = command;
  const standing = atStage(state, act.by, 'Approved');
  if ('refused' in standing) return standing;
  if (standing.file.rules.resultDocument === true && !isImport) return refuse('result-document-required');
  if (documentDate > localDate(act.at)) return refuse('dated-in-the-future');
  const own = whose(state, act);
  return accept<ResultEvent>(
    { type: 'ResultNumbered', data: { ...own, symbol, documentDate } },
    { type: 'ResultSealed', data: { ...own, certificate } },
  );
}

/** Its document has the number and the seal: what is recorded here is what stands there. */
function issue(command: CommandOf<'IssueResult'>, state: Existing): Decided {
  const { documentId, document, ...act } = command;
  const standing = atStage(state, act.by, 'Approved');
  if ('refused' in standing) return standing;
  const { sha256 = '', certificate = '' } = standing.file.result ?? {};
  const sealed = sealedResult(document, { agency: act.by, sha256, certificate });
  if ('refused' in sealed) return sealed;
  const { number, bookYear, symbol, documentDate, seal } = sealed;
  const own = whose(state, act);
  const numbered = { symbol, documentDate, document: { documentId, number, bookYear } };
  return accept<ResultEvent>(
    { type: 'ResultNumbered', data: { ...own, ...numbered } },
    { type: 'ResultSealed', data: { ...own, certificate: seal } },
  );
}

/**
 * Where the one-stop unit, or who took over from it, has it already; from any other agency it comes by a hand-off that
 * is accepted.
 */
function forward({ type: _, closed, ...act }: CommandOf<'ForwardResult'>, state: Existing): Decided {
  const standing = atStage(state, act.by, 'ResultIssued');
  if ('refused' in standing) return standing;
  const { openedBy } = state;
  const isThere = openedBy === act.by || reachedUnder(openedBy, closed) === act.by;
  if (!isThere) return refuse('not-at-the-one-stop', { oneStop: openedBy });
  return accept(forwarded(state, act));
}

/** The fact that a result is at the one-stop unit: there processing ends. */
export const forwarded = (
  state: Existing,
  act: Act,
): Extract<ResultEvent, { type: 'ResultForwardedToOneStop' }> => ({
  type: 'ResultForwardedToOneStop',
  data: { ...whose(state, act), agency: state.holder, to: state.openedBy, finishedAt: act.at },
});

/** The originals go back with it (Decree 61/2018 art. 20, Decision 45/2016 art. 9, 10). */
function giveResult(
  { type: _, channel, proxyRef, slip, ...act }: CommandOf<'ReturnResult'>,
  state: Existing,
): Decided {
  const standing = atOneStop(state, act.by, 'Finished');
  if ('refused' in standing) return standing;
  if ((channel === 'post') !== (slip !== undefined)) return refuse('slip-for-post-alone');
  const returned = { ...whose(state, act), channel };
  const who = proxyRef === undefined ? {} : { proxyRef };
  return accept({
    type: 'ResultReturned',
    data: { ...returned, ...who, ...(slip === undefined ? {} : { slip }) },
  });
}

/** An error of the agency is put right at its own cost, whoever notices it (Decree 61/2018 art. 21(1)). */
function correct(command: CommandOf<'CorrectResult'>, state: Existing): Decided {
  const { sha256, symbol, reason, documentId, document, ...act } = command;
  const standing = atStage(state, act.by, 'Returned');
  if ('refused' in standing) return standing;
  const { result } = standing.file;
  if (result?.sha256 === sha256 && result.symbol === symbol) return accept();
  const corrected = { ...whose(state, act), sha256, symbol, reason };
  if (documentId === undefined) return accept({ type: 'ResultCorrected', data: corrected });
  const sealed = sealedResult(document, { agency: act.by, sha256 });
  if ('refused' in sealed) return sealed;
  if (sealed.symbol !== symbol) return refuse('result-document-differs', { symbol: sealed.symbol });
  return accept({ type: 'ResultCorrected', data: { ...corrected, documentId } });
}

function archive({ type: _, ...act }: CommandOf<'ArchiveDossier'>, state: Existing): Decided {
  const standing = atStage(state, act.by, 'Returned', 'Withdrawn', 'Stopped', 'NotAccepted');
  return 'refused' in standing ? standing : accept({ type: 'DossierArchived', data: whose(state, act) });
}

export const resultDecisions: DecisionsOf<ResultCommand, ResultRefusal> = {
  ProposeResult: propose,
  DenyApproval: deny,
  ApproveResult: approve,
  NumberResult: number,
  IssueResult: issue,
  ForwardResult: forward,
  ReturnResult: giveResult,
  CorrectResult: correct,
  ArchiveDossier: archive,
};

const known = (state: Existing, more: object): Pick<NonNullable<Existing['file']>, 'result'> => {
  const { outcome = 'granted', ...before } = state.file?.result ?? {};
  return { result: { outcome, ...before, ...more } };
};

type Kept = Extract<DossierEvent, ResultEvent>;

export const resultMoves: MovesOf<Kept> = {
  ResultProposed: (state, { outcome }) => moved(state, 'AwaitingApproval', { result: { outcome } }),
  ApprovalDenied: (state) => moved(state, 'InProcess'),
  ResultApproved: (state, { sha256, certificate }) =>
    moved(state, 'Approved', known(state, { sha256, certificate })),
  ResultNumbered: (state, { symbol }) => moved(state, state.stage, known(state, { symbol })),
  ResultSealed: (state) => moved(state, 'ResultIssued'),
  ResultForwardedToOneStop: (state, { finishedAt }) => moved(state, 'Finished', known(state, { finishedAt })),
  ResultReturned: (state) => moved(state, 'Returned', { originals: givenBack(state) }),
  ResultCorrected: (state, { sha256, symbol }) => moved(state, state.stage, known(state, { sha256, symbol })),
  DossierArchived: (state) => moved(state, 'Archived'),
};
