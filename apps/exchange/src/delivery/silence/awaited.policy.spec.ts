import fc from 'fast-check';
import { Terms, vietnamCalendar } from '@domain/calendar';
import type { DeliveryEvent } from '@domain/delivery/events';
import { configuration } from '@runtime';
import { awaitedOf, type Waiting, waitingAfter } from './awaited.policy';

/** An instant from local date and clock time. */
const local = (text: string): string => new Date(`${text.replace(' ', 'T')}+07:00`).toISOString();
const endOfDay = (date: string): string => local(`${date} 23:59:59.999`);

const terms = Terms.of(configuration({}));
const delivery = { documentId: '0190a000-0000-7000-8000-000000000001', from: 'H99.1', to: 'H99.2' };
const about = { symbol: '01/BC-STC', documentType: 'BC', subject: 'Báo cáo', contents: [] } as const;
const officer = 'vt.02';

/** Friday 2026-06-05; the next working day is Monday the 8th. */
const friday = (clock: string): string => local(`2026-06-05 ${clock}:00.000`);
type Only<T extends DeliveryEvent['type']> = Extract<DeliveryEvent, { type: T }>['data'];

const requested = (more: Partial<Only<'DeliveryRequested'>> = {}): DeliveryEvent => ({
  type: 'DeliveryRequested',
  data: { ...delivery, ...about, urgency: 'normal', at: friday('08:00'), ...more },
});
const arrived: DeliveryEvent = { type: 'DocumentArrived', data: { ...delivery, at: friday('09:00') } };
const accepted: DeliveryEvent = {
  type: 'ReceiptAccepted',
  data: { ...delivery, officer, number: 1, bookYear: 2026, at: friday('10:00') },
};
const assigned = (dueDate?: string): DeliveryEvent => ({
  type: 'ProcessingAssigned',
  data: {
    ...delivery,
    officer,
    assignee: 'cv.02',
    coordinating: [],
    at: friday('11:00'),
    ...(dueDate && { dueDate }),
  },
});
const completed: DeliveryEvent = {
  type: 'ProcessingCompleted',
  data: { ...delivery, officer, result: 'Đã trả lời', at: friday('13:30') },
};
const recalled: DeliveryEvent = {
  type: 'RecallRequested',
  data: { ...delivery, officer, form: 'formal', reason: 'Gửi nhầm', at: friday('14:00') },
};
const withdrawn: DeliveryEvent = {
  type: 'RecallRequestWithdrawn',
  data: { ...delivery, officer, reason: 'Vẫn đúng', at: friday('15:00') },
};
const disputed: DeliveryEvent = {
  type: 'RecallRefused',
  data: { ...delivery, officer, reason: 'Đã xử lý', at: friday('14:30') },
};
const closed = (outcome: 'kept' | 'cancelled'): DeliveryEvent => ({
  type: 'RecallDisputeClosed',
  data: { ...delivery, officer, outcome, decision: '02/QĐ-UBND', at: friday('16:00') },
});
const refused: DeliveryEvent = {
  type: 'ReceiptRefused',
  data: { ...delivery, officer, reasonCode: 'mis-sent', reason: 'Gửi nhầm', at: friday('10:00') },
};
const failed: DeliveryEvent = {
  type: 'DeliveryFailed',
  data: { ...delivery, reasonCode: 'unreachable', reason: 'Không kết nối được', at: friday('09:30') },
};
const retried: DeliveryEvent = {
  type: 'DeliveryRetried',
  data: { ...delivery, officer, at: friday('16:00') },
};
const cancelledThere: DeliveryEvent = {
  type: 'DocumentCancelledAtRecipient',
  data: { ...delivery, officer, at: friday('15:00') },
};
const updated = (dueDate: string): DeliveryEvent => ({
  type: 'UpdateAgreed',
  data: { ...delivery, officer, changes: { dueDate }, at: friday('16:00') },
});
const silent = (
  type: 'DueDateNear' | 'AcknowledgementOverdue' | 'DueDatePassed',
  since: string,
): DeliveryEvent => ({
  type,
  data: {
    ...delivery,
    dueAt: since,
    since,
    calendarVersion: vietnamCalendar.calendarVersion,
    at: friday('17:00'),
  },
});

const after = (...facts: readonly DeliveryEvent[]): Waiting | undefined =>
  facts.reduce<Waiting | undefined>(waitingAfter, undefined);

/** `<silence> <dueAt>` of everything awaited. */
const awaited = (...facts: readonly DeliveryEvent[]): readonly string[] => {
  const waiting = after(...facts);
  if (waiting === undefined) return ['nothing ever'];
  return awaitedOf(waiting, terms).map((each) =>
    'refused' in each ? each.refused : `${each.silence} ${each.dueAt}`,
  );
};

describe('of a delivery is awaited', () => {
  const dueDate = '2026-06-10';
  const near = [2, 1].map(
    (days) => `DueDateNear ${local(`2026-06-${String(10 - days).padStart(2, '0')} 07:00:00.000`)}`,
  );
  const passed = `DueDatePassed ${endOfDay(dueDate)}`;

  it.each<[string, DeliveryEvent[], string[]]>([
    [
      'its arrival, once requested',
      [requested({ at: friday('07:30') })],
      [`AcknowledgementOverdue ${friday('11:30')}`],
    ],
    [
      'its arrival in working hours',
      [requested({ at: friday('16:00') })],
      [`AcknowledgementOverdue ${local('2026-06-08 10:00:00.000')}`],
    ],
    ['no arrival while it has failed', [requested(), failed], ['nothing ever']],
    [
      'its arrival again, once retried',
      [requested(), failed, retried],
      [`AcknowledgementOverdue ${local('2026-06-08 10:00:00.000')}`],
    ],
    ['a receipt on the day', [requested(), arrived], [`SameDayReceiptMissed ${endOfDay('2026-06-05')}`]],
    [
      'the submission by the next working day',
      [requested(), arrived, accepted],
      [`SubmissionOverdue ${endOfDay('2026-06-08')}`],
    ],
    [
      'the submission at once when it is urgent',
      [requested({ urgency: 'flash' }), arrived, accepted],
      [`SubmissionOverdue ${friday('10:30')}`],
    ],
    [
      'nothing when it is assigned without a date',
      [requested(), arrived, accepted, assigned()],
      ['nothing ever'],
    ],
    [
      'its end by the date of the document',
      [requested({ dueDate }), arrived, accepted, assigned()],
      [...near, passed],
    ],
    [
      'its end by the date of the assignment',
      [requested(), arrived, accepted, assigned(dueDate)],
      [...near, passed],
    ],
    [
      'its end by the date of an update',
      [requested({ dueDate: '2026-07-01' }), arrived, accepted, assigned(), updated(dueDate)],
      [...near, passed],
    ],
    [
      'only the marks that lie ahead',
      [requested(), arrived, accepted, assigned('2026-06-08')],
      [`DueDatePassed ${endOfDay('2026-06-08')}`],
    ],
    [
      'nothing once it is completed',
      [requested({ dueDate }), arrived, accepted, assigned(), completed],
      ['nothing ever'],
    ],
    ['nothing once it is refused', [requested({ dueDate }), arrived, refused], ['nothing ever']],
    [
      'only an answer while it is recalled',
      [requested({ dueDate }), arrived, accepted, recalled],
      [`RecallUnanswered ${endOfDay('2026-06-08')}`],
    ],
    [
      'an answer after completion, too',
      [requested(), arrived, accepted, assigned(), completed, recalled],
      [`RecallUnanswered ${endOfDay('2026-06-08')}`],
    ],
    ['nothing while the recall is disputed', [requested(), arrived, accepted, recalled, disputed], []],
    [
      'nothing once the dispute cancelled it',
      [requested(), arrived, accepted, recalled, disputed, closed('cancelled')],
      ['nothing ever'],
    ],
    [
      'what was before, once the dispute kept it',
      [requested(), arrived, recalled, disputed, closed('kept')],
      [`SameDayReceiptMissed ${endOfDay('2026-06-05')}`],
    ],
    [
      'what was before, anew, once the recall is withdrawn',
      [requested(), arrived, accepted, recalled, withdrawn],
      [`SubmissionOverdue ${endOfDay('2026-06-08')}`],
    ],
    [
      'nothing once it is cancelled there',
      [requested(), arrived, recalled, cancelledThere],
      ['nothing ever'],
    ],
    ['nothing twice', [requested(), silent('AcknowledgementOverdue', friday('08:00'))], []],
    [
      'the second mark after the first',
      [requested({ dueDate }), arrived, accepted, assigned(), silent('DueDateNear', friday('08:00'))],
      [near[1] as string, passed],
    ],
    [
      'a new period after an old one was missed',
      [
        requested({ dueDate: '2026-06-04' }),
        arrived,
        accepted,
        assigned(dueDate),
        silent('DueDatePassed', friday('08:00')),
      ],
      [...near, passed],
    ],
    [
      'no date in a year without a calendar',
      [requested({ dueDate: '2028-01-03' }), arrived, accepted, assigned()],
      ['calendar-year-not-covered'],
    ],
  ])('%s', (_, facts, expected) => expect(awaited(...facts)).toEqual(expected));
});

it('a start from where nothing was awaited knows as much as one from the beginning', () => {
  const facts = [
    requested(),
    requested({ dueDate: '2026-06-10' }),
    arrived,
    accepted,
    assigned(),
    assigned('2026-06-12'),
  ];
  const others = [
    completed,
    recalled,
    withdrawn,
    disputed,
    closed('kept'),
    closed('cancelled'),
    refused,
    failed,
    retried,
  ];
  const histories = fc.array(fc.constantFrom(...facts, ...others, cancelledThere, updated('2026-07-01')), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(histories, fc.nat(12), (history, cut) => {
      const isOver = after(...history) === undefined;
      if (isOver) expect(after(...history.slice(cut))).toBeUndefined();
      if (after(...history.slice(0, cut)) === undefined) {
        expect(after(...history.slice(cut))).toEqual(after(...history));
      }
    }),
    { numRuns: 2_000 },
  );
});
