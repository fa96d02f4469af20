export { type CalendarRow, type DayKind } from './calendar-row';
export { vietnam } from './vietnam';
export { usualHours, workingWindows, type WorkingWindow } from './working-windows';
export { compensationOwed } from './compensation';
export {
  calendarFaults,
  workCalendar,
  type CalendarOptions,
  type NotCovered,
  type WorkCalendar,
} from './work-calendar';
export {
  afterCalendarDays,
  afterWorkingDays,
  afterWorkingHours,
  vietnamCalendar,
  type Convention,
  type Deadline,
  type Due,
} from './period';
export {
  acknowledgementBy,
  atOnceMinutes,
  dueDateMarks,
  handOverBy,
  recallAnswerBy,
  receiptNoticeBy,
  sendBy,
  sendRules,
  submissionBy,
  type DueDateMarks,
  type SendBy,
  type SendRule,
} from './document-deadlines';
export { Terms, type Owed, type TermSettings } from './terms';
