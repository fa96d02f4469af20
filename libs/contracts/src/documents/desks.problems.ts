import { type ProblemTable, row } from '../problem';

export const handoverProblems = {
  'handover:not-found': row(
    404,
    'never',
    'No such hand-over',
    'There is no such list of what went from desk to desk in your agency.',
    'Cơ quan của bạn không có danh sách bàn giao này.',
  ),
  'handover:not-the-receiver': row(
    403,
    'never',
    'Not the receiver',
    'The list is taken over by the officer to whom it went, and by nobody else.',
    'Chỉ cán bộ nhận bàn giao mới ký nhận danh sách.',
  ),
  'handover:nothing-to-hand-over': row(
    422,
    'after-change',
    'Nothing to hand over',
    'The list names no document, no dossier and no leave cover; GET /desks/{officer} tells what lies on the desk.',
    'Danh sách không có văn bản, hồ sơ hay việc trực thay nào; GET /desks/{officer} cho biết công việc của cán bộ.',
  ),
} as const satisfies ProblemTable;
