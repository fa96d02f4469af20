import type { DeliveryState, DocumentLeg, LegQuestion, LegStep, LinkedDocument } from '@contracts';
import type { Terms } from '@domain/calendar';
import { withoutNulls } from '../asking/page';
import { awaiting, replyStanding } from './awaiting';

/** A leg as its row holds it. */
export interface LegRow {
  readonly recipient: string;
  readonly sender: string;
  readonly state: DeliveryState;
  readonly since: string;
  readonly queuedAt: string;
  readonly urgency: string;
  readonly arrivedAt: string | null;
  readonly dueDate: string | null;
  readonly number: number | null;
  readonly bookYear: number | null;
  readonly attempts: number;
  readonly overdue: boolean;
  readonly card: LegCard;
  readonly history: readonly LegStep[];
  readonly silences: DocumentLeg['silences'];
}

type Answer = NonNullable<LegQuestion['answer']>;
type Dispute = NonNullable<LegQuestion['dispute']>;
type Duplicate = NonNullable<DocumentLeg['duplicate']>;

/** What the projection writes; null where something is no longer said. */
interface LegCard extends Partial<
  Pick<
    DocumentLeg,
    'addressedTo' | 'assignment' | 'completion' | 'carriage' | 'cancellation' | 'refusal' | 'supersededBy'
  >
> {
  /** Since when what is awaited of this leg is owed, and since when its due date stands. */
  readonly owedSince: string;
  readonly dueSince?: string;
  readonly failure?: DocumentLeg['failure'] | null;
  readonly recall?: Omit<LegQuestion, 'answer' | 'dispute'>;
  readonly recallAnswer?: Answer | null;
  readonly recallDispute?: Dispute | null;
  readonly update?: Omit<LegQuestion, 'answer'>;
  readonly updateAnswer?: Answer | null;
  readonly duplicate?: Omit<Duplicate, 'decision'>;
  readonly duplicateDecision?: Duplicate['decision'] | null;
  readonly reply?: LinkedDocument & { readonly at: string };
}

const ended: readonly DeliveryState[] = ['Refused', 'Cancelled', 'Superseded'];

/** Where a leg stands in one look. `wanted`: the local date by which the document wants a reply. */
export function legView(leg: LegRow, wanted: string | undefined, now: string, terms: Terms): DocumentLeg {
  const { recipient, state, since, queuedAt, arrivedAt, dueDate, card } = leg;
  const told = {
    addressedTo: card.addressedTo,
    awaiting: awaiting({ ...leg, ...card, askedSince: card.recall?.at }, terms),
    arrivedAt,
    dueDate,
    number: leg.number,
    bookYear: leg.bookYear,
    assignment: card.assignment,
    completion: card.completion,
    carriage: card.carriage,
    attempts: leg.attempts === 0 ? undefined : leg.attempts,
    failure: card.failure,
    cancellation: card.cancellation,
    refusal: card.refusal,
    recall: asked(card.recall, { answer: card.recallAnswer, dispute: card.recallDispute }),
    update: asked(card.update, { answer: card.updateAnswer }),
    supersededBy: card.supersededBy,
    duplicate: asked(card.duplicate, { decision: card.duplicateDecision }),
    reply: replyOf(leg, wanted, now),
  };
  return {
    agency: recipient,
    state,
    since,
    overdue: leg.overdue,
    ...(said(told) as Partial<DocumentLeg>),
    silences: leg.silences,
    history: [{ fact: 'DeliveryRequested', state: 'Queued', at: queuedAt }, ...leg.history],
  };
}

const said = (fields: object): object =>
  Object.fromEntries(Object.entries(withoutNulls(fields)).filter(([, value]) => value !== undefined));

const asked = <Q extends object>(question: Q | undefined, answers: object): object | undefined =>
  question === undefined ? undefined : { ...question, ...said(answers) };

function replyOf({ state, card }: LegRow, wanted: string | undefined, now: string): DocumentLeg['reply'] {
  const { reply } = card;
  const standing = replyStanding(wanted, reply?.at, now);
  if (standing === undefined || (reply === undefined && ended.includes(state))) return undefined;
  if (reply === undefined) return { standing };
  return { standing, documentId: reply.documentId, symbol: reply.symbol, at: reply.at };
}
