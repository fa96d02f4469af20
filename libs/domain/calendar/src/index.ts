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
  type DueDateMarks,
} from './document-deadlines';
export { Terms, type Owed } from './terms';
