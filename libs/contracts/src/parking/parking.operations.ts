import { get, operationsOf, post, row } from '../operation';
import { parkedOutcomes, parkedPage, parkedSkipped } from './parking.answers';

export const parkingOperations = operationsOf('operations', {
  getParked: row('query', {
    route: get('/operations/parked'),
    allow: ['Operator'],
    answer: parkedPage,
    en: 'Facts that were set aside because they could not be read',
    vi: 'Dữ kiện tạm gác vì không đọc được',
  }),
  replayParked: row('command', {
    route: post('/operations/parked/replay'),
    allow: ['Operator'],
    answer: parkedOutcomes,
    en: 'Take up again what was set aside',
    vi: 'Xử lý lại các dữ kiện tạm gác',
  }),
  skipParked: row('command', {
    route: post('/operations/parked/skip'),
    allow: ['Operator'],
    answer: parkedSkipped,
    en: 'Go on without one fact for ever, with a reason',
    vi: 'Bỏ qua vĩnh viễn một dữ kiện tạm gác, nêu lý do',
    refusals: ['parking:not-parked', 'parking:idempotency-key-reused'],
  }),
});
