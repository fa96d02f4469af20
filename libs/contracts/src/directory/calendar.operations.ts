import { command, get, operationsOf, post, query } from '../operation';
import { subject } from '../subject';
import { calendarRevised, workCalendarShown } from './calendar.answers';
import { CalendarQuery, ReviseCalendarBody } from './calendar.bodies.dto';

export const calendarOperations = operationsOf('calendar', {
  getCalendar: query({
    subject: subject('directory', 'work-calendar', 'v1'),
    route: get('/calendar'),
    allow: 'any',
    body: CalendarQuery,
    answer: workCalendarShown,
    en: 'Which days and hours are worked, and since which decisions',
    vi: 'Lịch làm việc: ngày nghỉ, ngày làm bù, giờ làm việc và căn cứ',
    refusals: ['calendar:not-found'],
  }),
  reviseCalendar: command({
    subject: subject('directory', 'revise-calendar', 'v1'),
    route: post('/calendar/revisions'),
    allow: ['Operator'],
    body: ReviseCalendarBody,
    answer: calendarRevised,
    en: 'Revise the work calendar; deadlines computed from then on rest on it',
    vi: 'Sửa đổi lịch làm việc; áp dụng cho thời hạn tính từ lúc đó',
    refusals: [
      'calendar:not-found',
      'calendar:nothing-revised',
      'calendar:not-working-hours',
      'calendar:only-closures-have-an-agency',
      'calendar:agency-not-found',
      'calendar:day-not-found',
      'calendar:too-many-days',
      'calendar:day-told-twice',
      'calendar:day-out-of-place',
      'calendar:swap-uneven',
      'calendar:compensation-missing',
      'calendar:compensation-for-nothing',
      'calendar:idempotency-key-reused',
      'calendar:occurred-before-history',
    ],
  }),
});
