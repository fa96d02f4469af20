import type {
  DeliveryQuestion,
  DeliveryState,
  DeliveryStep,
  DocumentDelivery,
  LinkedDocument,
} from '@contracts';
import type { Terms } from '@domain/calendar';
import { withoutNulls } from '../asking/page';
import { awaiting, replyStanding } from './awaiting';

/** A delivery as its row holds it. */
export interface DeliveryRow {
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
  readonly card: DeliveryCard;
  readonly history: readonly DeliveryStep[];
  readonly silences: DocumentDelivery['silences'];
}

type Answer = NonNullable<DeliveryQuestion['answer']>;
type Dispute = NonNullable<DeliveryQuestion['dispute']>;
type Duplicate = NonNullable<DocumentDelivery['duplicate']>;

/** What the projection writes; null where something is no longer said. */
interface DeliveryCard extends Partial<
  Pick<
    DocumentDelivery,
    'addressedTo' | 'assignment' | 'completion' | 'carriage' | 'cancellation' | 'refusal' | 'supersededBy'
  >
> {
  /** Since when what is awaited of this delivery is owed, and since when its due date stands. */
  readonly owedSince: string;
  readonly dueSince?: string;
  readonly failure?: DocumentDelivery['failure'] | null;
  readonly recall?: Omit<DeliveryQuestion, 'answer' | 'dispute'>;
  readonly recallAnswer?: Answer | null;
  readonly recallDispute?: Dispute | null;
  readonly update?: Omit<DeliveryQuestion, 'answer'>;
  readonly updateAnswer?: Answer | null;
  readonly duplicate?: Omit<Duplicate, 'decision'>;
  readonly duplicateDecision?: Duplicate['decision'] | null;
  readonly reply?: LinkedDocument & { readonly at: string };
}

const ended: readonly DeliveryState[] = ['Refused', 'Cancelled', 'Superseded'];

/** Where a delivery stands in one look. `wanted`: the local date by which the document wants a reply. */
export function deliveryView(
  delivery: DeliveryRow,
  wanted: string | undefined,
  now: string,
  terms: Terms,
): DocumentDelivery {
  const { recipient, state, since, queuedAt, arrivedAt, dueDate, card } = delivery;
  const told = {
    addressedTo: card.addressedTo,
    awaiting: awaiting({ ...delivery, ...card, askedSince: card.recall?.at }, terms),
    arrivedAt,
    dueDate,
    number: delivery.number,
    bookYear: delivery.bookYear,
    assignment: card.assignment,
    completion: card.completion,
    carriage: card.carriage,
    attempts: delivery.attempts === 0 ? undefined : delivery.attempts,
    failure: card.failure,
    cancellation: card.cancellation,
    refusal: card.refusal,
    recall: asked(card.recall, { answer: card.recallAnswer, dispute: card.recallDispute }),
    update: asked(card.update, { answer: card.updateAnswer }),
    supersededBy: card.supersededBy,
    duplicate: asked(card.duplicate, { decision: card.duplicateDecision }),
    reply: replyOf(delivery, wanted, now),
  };
  return {
    agency: recipient,
    state,
    since,
    overdue: delivery.overdue,
    ...(said(told) as Partial<DocumentDelivery>),
    silences: delivery.silences,
    history: [{ fact: 'DeliveryRequested', state: 'Queued', at: queuedAt }, ...delivery.history],
  };
}

const said = (fields: object): object =>
  Object.fromEntries(Object.entries(withoutNulls(fields)).filter(([, value]) => value !== undefined));

const asked = <Q extends object>(question: Q | undefined, answers: object): object | undefined =>
  question === undefined ? undefined : { ...question, ...said(answers) };

function replyOf(
  { state, card }: DeliveryRow,
  wanted: string | undefined,
  now: string,
): DocumentDelivery['reply'] {
  const { reply } = card;
  const standing = replyStanding(wanted, reply?.at, now);
  if (standing === undefined || (reply === undefined && ended.includes(state))) return undefined;
  if (reply === undefined) return { standing };
  return { standing, documentId: reply.documentId, symbol: reply.symbol, at: reply.at };
}
