import { command, operationsOf, post } from '../operation';
import { subject } from '../subject';
import { DeskTarget, HandOverDeskBody } from './desks.bodies.dto';
import { deskHandedOver } from './documents.answers';

export const deskOperations = operationsOf('documents', {
  handOverDesk: command({
    subject: subject('exchange', 'hand-over-desk', 'v1'),
    route: post('/desks/{officer}/handover'),
    allow: ['Leader'],
    target: DeskTarget,
    body: HandOverDeskBody,
    answer: deskHandedOver,
    en: 'Hand work on the desk of an officer over to another one, by a list',
    vi: 'Bàn giao công việc của cán bộ cho cán bộ khác theo danh sách',
    refusals: [
      'document:not-found',
      'document:not-on-that-desk',
      'document:successor-at-desk-not-found',
      'document:already-signed',
      'document:already-numbered',
      'document:already-issued',
      'document:already-discarded',
      'document:idempotency-key-reused',
      'document:occurred-before-history',
      'delivery:idempotency-key-reused',
      'delivery:occurred-before-history',
    ],
  }),
});
