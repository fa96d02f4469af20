import { type ProblemTable, row } from '../problem';

export const formProblems = {
  'dossier:unknown-form': row(
    404,
    'never',
    'No such form',
    'Forms are `receipt`, `supplement-request`, `refusal`, `apology`, `stopping-notice` and `control-slip`.',
    'Không có biểu mẫu này; các biểu mẫu là `receipt`, `supplement-request`, `refusal`, `apology`, `stopping-notice` và `control-slip`.',
  ),
  'dossier:form-not-issued': row(
    409,
    'later',
    'Nothing to tell yet',
    'What this form tells of has not happened to the dossier.',
    'Hồ sơ chưa phát sinh nội dung của biểu mẫu này.',
  ),
  'dossier:form-not-prescribed': row(
    409,
    'never',
    'Form not prescribed',
    'No circular prescribed this form on that date: Circular 01/2018/TT-VPCP began on 2019-01-06.',
    'Không có thông tư nào quy định biểu mẫu này tại ngày đó: Thông tư 01/2018/TT-VPCP có hiệu lực từ ngày 06/01/2019.',
  ),
  'dossier:unknown-code': row(
    404,
    'never',
    'No such code',
    'No dossier bears this code. A code is looked up whole, as it is printed.',
    'Không có hồ sơ mang mã này. Hãy nhập đủ mã như trên giấy.',
  ),
} as const satisfies ProblemTable;
