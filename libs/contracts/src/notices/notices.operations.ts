import { todoRoles } from '../documents/states';
import { command, get, operationsOf, post, query } from '../operation';
import { OneQuery } from '../questions.dto';
import { subject } from '../subject';
import { noticesView } from './notices.answers';
import { ChooseNoticesBody, EndNoticesBody } from './notices.bodies.dto';

/** What an officer is told of what waits for him; each says so for himself. */
export const noticeOperations = operationsOf('notices', {
  chooseNotices: command({
    subject: subject('bus', 'choose-notices', 'v1'),
    route: post('/notices'),
    allow: todoRoles,
    body: ChooseNoticesBody,
    en: 'Choose what one is told of, where and when; it takes the place of what was chosen before',
    vi: 'Chọn việc được thông báo, nơi nhận và giờ nhận; thay cho lựa chọn trước',
    refusals: ['notice:idempotency-key-reused', 'notice:occurred-before-history', 'notice:no-way'],
  }),
  endNotices: command({
    subject: subject('bus', 'end-notices', 'v1'),
    route: post('/notices/end'),
    allow: todoRoles,
    body: EndNoticesBody,
    en: 'Be told no more; addresses and numbers are erased',
    vi: 'Thôi nhận thông báo; địa chỉ và số điện thoại bị xóa',
    refusals: ['notice:idempotency-key-reused', 'notice:occurred-before-history', 'notice:not-chosen'],
  }),
  getNotices: query({
    subject: subject('bus', 'notices', 'v1'),
    route: get('/notices'),
    allow: todoRoles,
    body: OneQuery,
    answer: noticesView,
    en: 'What one is told of, where and when',
    vi: 'Thông báo đã chọn: việc, nơi nhận và giờ nhận',
  }),
});
