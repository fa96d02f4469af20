export { vietnam } from './vietnam';
export { workingWindows } from './working-windows';
export { compensationOwed } from './compensation';
export { calendarFaults, workCalendar, type NotCovered, type WorkCalendar } from './work-calendar';
export {
  afterCalendarDays,
  afterWorkingDays,
  afterWorkingHours,
  vietnamCalendar,
  type Deadline,
  type Due,
} from './period';
export {
  acknowledgementBy,
  dueDateMarks,
  handOverBy,
  recallAnswerBy,
  receiptNoticeBy,
  sendBy,
  submissionBy,
  takeOverBy,
  type DueDateMarks,
} from './document-deadlines';
export { seededDays, Terms, type CalendarRevision, type Owed } from './terms';
export * from './calendar.events';
export { calendarCodec, calendarStream } from './calendar.codec';
export { calendarOf, tableOf, type CalendarState, type PublishedCalendar } from './calendar-versions';
export {
  calendar,
  calendarDaysMax,
  calendarDecider,
  calendarRefusals,
  revisionFaults,
  type CalendarCommand,
  type CalendarRefusal,
  type ReviseCalendar,
} from './calendar.decider';
export type { CalendarRow } from './calendar-row';
export { endAfterPause } from './pause';
export { endOfTime } from './end-of-time';
