import { localDate, type Urgency } from '@domain/codes';
import { addDays, assertDate, assertInstant, endOf, instantOn, msInto } from './local-date';
import {
  afterWorkingDays,
  afterWorkingHours,
  atOnce,
  type Deadline,
  deadline,
  type Due,
  endOfPeriod,
  startOfWork,
  vietnamCalendar,
} from './period';
import { type NotCovered, type WorkCalendar, workingDayAfter } from './work-calendar';

const minuteMs = 60_000;
const noonMinute = 12 * 60;
const handOverLimitMs = 15 * 60 * minuteMs;

/** What "immediately" may last, minutes. The laws give no number: a limit of ours, the same for night and day. */
const atOnceMinutes = 30;

/** Decision 28/2018/QĐ-TTg art. 6; Decree 30/2020/NĐ-CP art. 18(1). */
type SendRule = 'decision-28-2018' | 'decree-30-2020';

export interface SendBy extends Deadline {
  /** The rule that `dueAt` comes from; with both the same, Decision 28, which governs the exchange. */
  readonly stricter: SendRule;
  /** What each rule says by itself. */
  readonly byRule: Readonly<Record<SendRule, string>>;
}

const isUrgent = (urgency: Urgency): boolean => urgency !== 'normal';

/**
 * Until when a signed document is sent. Decision 28/2018 art. 6: on the day of signing, at the latest in the morning of
 * the next working day; Decree 30/2020 art. 18(1): at the latest on the next working day; urgent: at once by both.
 */
export function sendBy(
  signed: { readonly signedAt: string; readonly urgency: Urgency },
  calendar: WorkCalendar = vietnamCalendar,
): SendBy | NotCovered {
  const { signedAt, urgency } = signed;
  assertInstant(signedAt);
  const rules = (decision: Deadline, decree: Deadline): SendBy => ({
    ...decision,
    stricter: 'decision-28-2018',
    byRule: { 'decision-28-2018': decision.dueAt, 'decree-30-2020': decree.dueAt },
  });
  if (isUrgent(urgency)) {
    const due = atOnce(signedAt, atOnceMinutes, calendar);
    return rules(due, due);
  }
  const date = workingDayAfter(calendar, localDate(signedAt), 1);
  if (typeof date !== 'string') return date;
  return rules(
    deadline(signedAt, instantOn(date, endOfMorningMs(calendar)), 'exactHours', calendar),
    deadline(signedAt, endOf(date), 'endOfDay', calendar),
  );
}

/** The end of work before noon; noon where nobody stops for it. */
const endOfMorningMs = ({ windows }: WorkCalendar): number => {
  const ends = windows.map(({ endMinute }) => endMinute).filter((minute) => minute <= noonMinute);
  return Math.max(...(ends.length > 0 ? ends : [noonMinute])) * minuteMs;
};

/**
 * Until when the recipient accepts or returns what arrived, Decree 30/2020 art. 21(2)(c): by the end of the day; what
 * arrives after hours or on a day off, by the end of the next working day.
 */
export function receiptNoticeBy(
  { arrivedAt }: { readonly arrivedAt: string },
  calendar: WorkCalendar = vietnamCalendar,
): Due {
  assertInstant(arrivedAt);
  const date = localDate(arrivedAt);
  const closesMs = (calendar.windows.at(-1)?.endMinute ?? 24 * 60) * minuteMs;
  return afterWorkingDays(arrivedAt, msInto(date, arrivedAt) <= closesMs ? 0 : 1, 'endOfDay', calendar);
}

/**
 * Until when an accepted document is submitted and assigned, Decree 30/2020 art. 23: on the day, at the latest by the
 * end of the next working day; urgent: at once.
 */
export function submissionBy(
  { acceptedAt, urgency }: { readonly acceptedAt: string; readonly urgency: Urgency },
  calendar: WorkCalendar = vietnamCalendar,
): Due {
  assertInstant(acceptedAt);
  return isUrgent(urgency)
    ? atOnce(acceptedAt, atOnceMinutes, calendar)
    : afterWorkingDays(acceptedAt, 1, 'endOfDay', calendar);
}

/** Until when the arrival (01) of a requested delivery is expected; the law sets no limit. */
export const acknowledgementBy = (
  { requestedAt, workingHours = 4 }: { readonly requestedAt: string; readonly workingHours?: number },
  calendar: WorkCalendar = vietnamCalendar,
): Due => afterWorkingHours(requestedAt, workingHours, calendar);

/** Until when a recall is agreed to or disputed: the end of the next working day, a limit of ours. */
export const recallAnswerBy = (
  { requestedAt, workingDays = 1 }: { readonly requestedAt: string; readonly workingDays?: number },
  calendar: WorkCalendar = vietnamCalendar,
): Due => afterWorkingDays(requestedAt, workingDays, 'endOfDay', calendar);

export interface DueDateMarks extends Deadline {
  /** The beginning of work 2 working days and 1 working day before the last day, earliest first. */
  readonly near: readonly { readonly workingDaysLeft: number; readonly at: string }[];
}

/**
 * When to warn of a due date, and when it has passed: a day off gives way to the next working day (Civil Code art.
 * 148).
 */
export function dueDateMarks(
  { dueDate }: { readonly dueDate: string },
  calendar: WorkCalendar = vietnamCalendar,
): DueDateMarks | NotCovered {
  assertDate(dueDate);
  const passing = endOfPeriod(endOf(dueDate), dueDate, calendar);
  if ('refused' in passing) return passing;
  const marks: { workingDaysLeft: number; at: string }[] = [];
  let date = passing.dueDate;
  for (let left = 1; left <= 2; left += 1) {
    do date = addDays(date, -1);
    while (!calendar.isWorked(date));
    const start = startOfWork(endOf(date), 0, calendar);
    if ('refused' in start) return start;
    marks.unshift({ workingDaysLeft: left, at: start.dueAt });
  }
  return { ...passing, near: marks };
}

/**
 * Until when an agency takes over or returns what it is offered, a limit of ours after the rule for handing over
 * (Decree 61/2018 art. 18): by 15:00 on a working day, the same day; later, or on a day off, by the end of the next
 * working day.
 */
export function takeOverBy(
  { offeredAt }: { readonly offeredAt: string },
  calendar: WorkCalendar = vietnamCalendar,
): Due {
  assertInstant(offeredAt);
  const date = localDate(offeredAt);
  const today = workingDayAfter(calendar, date, 0);
  if (typeof today !== 'string') return today;
  const isLater = today === date && msInto(date, offeredAt) > handOverLimitMs;
  return afterWorkingDays(offeredAt, isLater ? 1 : 0, 'endOfDay', calendar);
}

/**
 * Until when the counter hands over what it received (Decree 61/2018 art. 18): by 15:00 the same day; later, or on a
 * day off, at the beginning of the next working day. It does not move the clock of the procedure.
 */
export function handOverBy(
  { receivedAt }: { readonly receivedAt: string },
  calendar: WorkCalendar = vietnamCalendar,
): Due {
  assertInstant(receivedAt);
  const date = localDate(receivedAt);
  const today = workingDayAfter(calendar, date, 0);
  if (typeof today !== 'string') return today;
  if (today !== date) return startOfWork(receivedAt, 0, calendar);
  return msInto(date, receivedAt) <= handOverLimitMs
    ? afterWorkingDays(receivedAt, 0, 'endOfDay', calendar)
    : startOfWork(receivedAt, 1, calendar);
}
