import { type ProblemTable, row } from '../problem';

export const noticeProblems = {
  'notice:no-way': row(
    422,
    'after-change',
    'No address',
    'Say where notices go to: an address for mail, or a number for text messages or Zalo.',
    'Hãy cho biết nơi nhận thông báo: địa chỉ thư điện tử, hoặc số điện thoại nhận tin nhắn hay Zalo.',
  ),
  'notice:not-chosen': row(
    409,
    'never',
    'No notices chosen',
    'You have chosen no notices: there is nothing to end.',
    'Bạn chưa chọn nhận thông báo: không có gì để kết thúc.',
  ),
} as const satisfies ProblemTable;
