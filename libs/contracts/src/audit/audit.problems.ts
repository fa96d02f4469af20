import { type ProblemTable, row } from '../problem';

export const historyProblems = {
  'history:revision-not-reached': row(
    404,
    'never',
    'Revision not reached',
    'The stream has fewer events than the revision asked for.',
    'Chuỗi dữ kiện chưa có đến số thứ tự được hỏi.',
  ),
} as const satisfies ProblemTable;

export const importProblems = {
  'import:not-found': row(
    404,
    'never',
    'No such import',
    'Nothing was recorded out of a file with this SHA-256.',
    'Chưa có dữ kiện nào được ghi nhận từ tệp có mã SHA-256 này.',
  ),
} as const satisfies ProblemTable;
