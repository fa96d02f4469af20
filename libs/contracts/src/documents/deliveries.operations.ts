import { command, operationsOf, post } from '../operation';
import type { ProblemName } from '../problems';
import { subject } from '../subject';
import {
  CancelDeliveryBody,
  CloseRecallDisputeBody,
  DeliveryTarget,
  RetryDeliveryBody,
  TakeBackBody,
  WithdrawTakeBackBody,
} from './deliveries.bodies.dto';

/** Of every act at a delivery, whichever side it comes from. */
export const deliveryWriting: readonly ProblemName[] = [
  'document:not-found',
  'delivery:not-found',
  'delivery:already-refused',
  'delivery:already-cancelled',
  'delivery:already-superseded',
  'delivery:idempotency-key-reused',
  'delivery:occurred-before-history',
  'delivery:not-the-successor',
];

/** What the sender of a document does about its delivery to one recipient. */
export const deliveryOperations = operationsOf('documents', {
  cancelDelivery: command({
    subject: subject('exchange', 'cancel-delivery', 'v1'),
    route: post('/documents/{documentId}/deliveries/{agency}/cancellation'),
    allow: ['Clerk'],
    target: DeliveryTarget,
    body: CancelDeliveryBody,
    en: 'Stop a delivery that has not left',
    vi: 'Hủy lượt gửi chưa chuyển đi',
    refusals: [
      ...deliveryWriting,
      'delivery:only-the-sender',
      'delivery:already-dispatched',
      'delivery:already-arrived',
    ],
  }),
  retryDelivery: command({
    subject: subject('exchange', 'retry-delivery', 'v1'),
    route: post('/documents/{documentId}/deliveries/{agency}/retry'),
    allow: ['Clerk'],
    target: DeliveryTarget,
    body: RetryDeliveryBody,
    en: 'Send a failed delivery again',
    vi: 'Gửi lại lượt gửi bị lỗi',
    refusals: [
      ...deliveryWriting,
      'delivery:only-the-sender',
      'delivery:not-failed',
      'delivery:already-arrived',
    ],
  }),
  takeBack: command({
    subject: subject('exchange', 'take-back', 'v1'),
    route: post('/documents/{documentId}/deliveries/{agency}/take-back'),
    allow: ['Clerk'],
    target: DeliveryTarget,
    body: TakeBackBody,
    en: 'Ask one recipient to give a document back (13)',
    vi: 'Đề nghị một nơi nhận trả lại văn bản (13)',
    refusals: [
      ...deliveryWriting,
      'delivery:only-the-sender',
      'delivery:not-arrived-yet',
      'delivery:recall-pending',
      'delivery:recall-disputed',
    ],
  }),
  withdrawTakeBack: command({
    subject: subject('exchange', 'withdraw-take-back', 'v1'),
    route: post('/documents/{documentId}/deliveries/{agency}/take-back-withdrawal'),
    allow: ['Clerk'],
    target: DeliveryTarget,
    body: WithdrawTakeBackBody,
    en: 'No longer ask for it back',
    vi: 'Rút đề nghị lấy lại văn bản',
    refusals: [
      ...deliveryWriting,
      'delivery:only-the-sender',
      'delivery:no-recall-pending',
      'delivery:formal-recall-pending',
    ],
  }),
  closeRecallDispute: command({
    subject: subject('exchange', 'close-recall-dispute', 'v1'),
    route: post('/documents/{documentId}/deliveries/{agency}/dispute-closing'),
    allow: ['Leader'],
    target: DeliveryTarget,
    body: CloseRecallDisputeBody,
    en: 'Close the dispute about a recall by a decision',
    vi: 'Kết thúc bất đồng về thu hồi bằng một quyết định',
    refusals: [...deliveryWriting, 'delivery:only-the-sender', 'delivery:no-recall-dispute'],
  }),
});
