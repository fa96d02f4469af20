import type { Role } from '@domain/codes';
import { command, get, operationsOf, post, query } from '../operation';
import { OneQuery, PageQuery } from '../questions.dto';
import { subject } from '../subject';
import { deskHandedOver, deskHandovers, deskWork } from './desks.answers';
import { DeskHandoverTarget, DeskTarget, HandOverDeskBody, TakeOverDeskBody } from './desks.bodies.dto';

/** Whoever gives work by name; the head of a one-stop unit its own. */
const leaders: readonly Role[] = ['Leader', 'OneStopHead'];
/** Whoever may have work given by name. */
const workers: readonly Role[] = ['Leader', 'Specialist', 'Drafter', 'Clerk', 'OneStopOfficer'];

export const deskOperations = operationsOf('documents', {
  getDesk: query({
    subject: subject('read-models', 'desk', 'v1'),
    route: get('/desks/{officer}'),
    allow: leaders,
    target: DeskTarget,
    body: OneQuery,
    answer: deskWork,
    en: 'What lies on the desk of an officer of the own agency, in post or not',
    vi: 'Công việc đang do một cán bộ của cơ quan phụ trách',
  }),
  handOverDesk: command({
    subject: subject('exchange', 'hand-over-desk', 'v1'),
    route: post('/desks/{officer}/handover'),
    allow: leaders,
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
      'dossier:not-found',
      'dossier:not-the-holder',
      'dossier:not-at-this-stage',
      'dossier:not-on-that-desk',
      'agency:lending-not-found',
      'handover:nothing-to-hand-over',
      'handover:idempotency-key-reused',
    ],
  }),
  takeOverDesk: command({
    subject: subject('exchange', 'take-over-desk', 'v1'),
    route: post('/desk-handovers/{handoverId}/acceptance'),
    allow: workers,
    target: DeskHandoverTarget,
    body: TakeOverDeskBody,
    en: 'Put the own name under the list of what came to the own desk',
    vi: 'Ký nhận danh sách công việc được bàn giao',
    refusals: [
      'handover:not-found',
      'handover:not-the-receiver',
      'handover:idempotency-key-reused',
      'handover:occurred-before-history',
    ],
  }),
  getDeskHandovers: query({
    subject: subject('read-models', 'desk-handovers', 'v1'),
    route: get('/desk-handovers'),
    allow: 'any',
    body: PageQuery,
    answer: deskHandovers,
    en: 'Lists of what went from desk to desk in the own agency, newest first',
    vi: 'Danh sách bàn giao công việc trong cơ quan, mới nhất trước',
  }),
});
