import { command, operationsOf, post } from '../operation';
import type { ProblemName } from '../problems';
import { subject } from '../subject';
import {
  DeliveryTarget,
  RecordArrivalBody,
  RecordAttemptFailureBody,
  RecordDispatchBody,
  RecordFailureBody,
  RecordStatusBody,
} from './deliveries.bodies.dto';

const underWay: readonly ProblemName[] = [
  'delivery:already-arrived',
  'delivery:already-failed',
  'delivery:already-refused',
  'delivery:already-cancelled',
  'delivery:already-superseded',
];

const telling: readonly ProblemName[] = [
  'delivery:not-found',
  'delivery:idempotency-key-reused',
  'delivery:occurred-before-history',
];

export const carrierOperations = operationsOf('carrier', {
  recordDispatch: command({
    subject: subject('exchange', 'record-dispatch', 'v1'),
    route: post('/carrier/deliveries/{documentId}/{agency}/dispatch'),
    allow: ['AxisAdapter'],
    target: DeliveryTarget,
    body: RecordDispatchBody,
    en: 'The carrier took it',
    vi: 'Đơn vị chuyển đã nhận văn bản',
    refusals: [...telling, ...underWay, 'delivery:already-dispatched'],
  }),
  recordAttemptFailure: command({
    subject: subject('exchange', 'record-attempt-failure', 'v1'),
    route: post('/carrier/deliveries/{documentId}/{agency}/attempt-failure'),
    allow: ['AxisAdapter'],
    target: DeliveryTarget,
    body: RecordAttemptFailureBody,
    en: 'It could not be brought this time',
    vi: 'Lần chuyển này không thành công',
    refusals: [...telling, ...underWay],
  }),
  recordFailure: command({
    subject: subject('exchange', 'record-failure', 'v1'),
    route: post('/carrier/deliveries/{documentId}/{agency}/failure'),
    allow: ['AxisAdapter'],
    target: DeliveryTarget,
    body: RecordFailureBody,
    en: 'It cannot be brought',
    vi: 'Không chuyển được văn bản',
    refusals: [...telling, ...underWay],
  }),
  recordArrival: command({
    subject: subject('exchange', 'record-arrival', 'v1'),
    route: post('/carrier/deliveries/{documentId}/{agency}/arrival'),
    allow: ['AxisAdapter'],
    target: DeliveryTarget,
    body: RecordArrivalBody,
    en: 'It is at the recipient (01)',
    vi: 'Văn bản đã đến nơi nhận (01)',
    refusals: [...telling],
  }),
  recordStatus: command({
    subject: subject('exchange', 'record-status', 'v1'),
    route: post('/carrier/deliveries/{documentId}/{agency}/status'),
    allow: ['AxisAdapter'],
    target: DeliveryTarget,
    body: RecordStatusBody,
    en: 'A status of the recipient (01 to 06, 15, 16)',
    vi: 'Trạng thái do nơi nhận báo (01 đến 06, 15, 16)',
    refusals: [...telling, 'delivery:reason-required'],
  }),
});
