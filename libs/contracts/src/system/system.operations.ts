import { get, operationsOf, post, row } from '../operation';
import { bareReadiness, live, me, start, systemHealth, validatedMessage } from './system.answers';

export const systemOperations = operationsOf('system', {
  getStart: row('open', {
    route: get('/'),
    allow: 'any',
    answer: start,
    en: 'Name, version and links',
    vi: 'Tên, phiên bản và các liên kết',
  }),
  getMe: row('query', {
    route: get('/me'),
    allow: 'any',
    answer: me,
    en: 'Who the token says you are',
    vi: 'Thông tin người dùng theo mã truy cập',
  }),
  getLive: row('open', {
    route: get('/health/live'),
    allow: 'any',
    answer: live,
    en: 'The process answers',
    vi: 'Tiến trình đang chạy',
  }),
  getReady: row('open', {
    route: get('/health/ready'),
    allow: 'any',
    answer: bareReadiness,
    en: 'Ready when every service, store, bus and read model is; 503 otherwise',
    vi: 'Sẵn sàng khi mọi dịch vụ và kho dữ liệu đều sẵn sàng; nếu không thì 503',
  }),
  getHealth: row('query', {
    route: get('/health/details'),
    allow: ['Operator'],
    answer: systemHealth,
    en: 'How every part is: what follows the facts and how far behind, what was parked, disk, JetStream',
    vi: 'Tình trạng từng thành phần: tiến độ xử lý, dữ kiện bị treo, dung lượng đĩa, JetStream',
  }),
  getMetrics: row('query', {
    route: get('/metrics'),
    allow: ['Operator'],
    en: 'Numbers for Prometheus, at most a second old',
    vi: 'Số đo cho Prometheus, cũ nhất một giây',
  }),
  validateMessage: row('public', {
    route: post('/validate'),
    allow: 'any',
    answer: validatedMessage,
    en: 'Whether a message is one of the public facts; nothing of it is kept',
    vi: 'Kiểm tra một bản tin có đúng là dữ kiện công bố hay không; nội dung không được lưu',
    refusals: ['request:not-json', 'request:too-deep', 'request:too-large', 'request:wrong-media-type'],
  }),
});
