import type { Role } from '@domain/codes';
import { command, get, operationsOf, post, query } from '../operation';
import type { ProblemName } from '../problems';
import { OneQuery, PageQuery } from '../questions.dto';
import { subject } from '../subject';
import { DossierTarget, HandoffTarget, SlipTarget } from '../targets.dto';
import {
  controlSlip,
  dossierOpened,
  dossiersHandedOver,
  dossiersOnDesk,
  dossierView,
  handoffAnswered,
  handoffOffered,
  handOverSlip,
} from './dossiers.answers';
import {
  AcceptHandoffBody,
  CompleteDossierBody,
  HandOverDossiersBody,
  OfferHandoffBody,
  OpenDossierBody,
  RecallHandoffBody,
  RecordActivityBody,
  ReturnHandoffBody,
} from './dossiers.bodies.dto';
import { DossiersQuery } from './questions.dto';

const oneStop: readonly Role[] = ['OneStopOfficer', 'Specialist', 'Clerk'];

const dossierWriting: readonly ProblemName[] = [
  'dossier:not-found',
  'dossier:idempotency-key-reused',
  'dossier:occurred-before-history',
];

const settling: readonly ProblemName[] = [
  ...dossierWriting,
  'dossier:handoff-not-found',
  'dossier:handoff-already-settled',
];

export const dossierOperations = operationsOf('dossiers', {
  openDossier: command({
    subject: subject('dossiers', 'open-dossier', 'v1'),
    route: post('/dossiers'),
    allow: oneStop,
    body: OpenDossierBody,
    answer: dossierOpened,
    location: '/dossiers/{dossierId}',
    en: 'Open a dossier',
    vi: 'Tiếp nhận hồ sơ',
    refusals: ['dossier:idempotency-key-reused'],
  }),
  getDossiers: query({
    subject: subject('read-models', 'dossiers', 'v1'),
    route: get('/dossiers'),
    allow: 'any',
    body: DossiersQuery,
    answer: dossiersOnDesk,
    en: 'Dossiers the own agency holds, is offered, gave away or is done with',
    vi: 'Hồ sơ cơ quan đang giữ, chờ nhận, đã chuyển đi, đã xong',
  }),
  getDossier: query({
    subject: subject('read-models', 'dossier-by-party', 'v1'),
    route: get('/dossiers/{dossierId}'),
    allow: 'any',
    target: DossierTarget,
    body: OneQuery,
    answer: dossierView,
    en: 'A dossier the own agency holds, held or was offered',
    vi: 'Hồ sơ cơ quan đang giữ, đã giữ hoặc được chuyển đến',
    refusals: ['dossier:not-found'],
  }),
  getControlSlip: query({
    subject: subject('read-models', 'control-slip', 'v1'),
    route: get('/dossiers/{dossierId}/control-slip'),
    allow: 'any',
    target: DossierTarget,
    body: PageQuery,
    answer: controlSlip,
    en: 'Its process control slip: who gave, who took, when',
    vi: 'Phiếu kiểm soát quá trình giải quyết hồ sơ',
    refusals: ['dossier:not-found'],
  }),
  offerHandoff: command({
    subject: subject('dossiers', 'offer-handoff', 'v1'),
    route: post('/dossiers/{dossierId}/handoffs'),
    allow: oneStop,
    target: DossierTarget,
    body: OfferHandoffBody,
    answer: handoffOffered,
    location: '/dossiers/{dossierId}',
    en: 'Offer a dossier to another agency',
    vi: 'Chuyển hồ sơ đến cơ quan khác',
    refusals: [
      ...dossierWriting,
      'dossier:not-the-holder',
      'dossier:recipient-is-holder',
      'dossier:unknown-recipient',
      'dossier:handoff-already-pending',
      'dossier:already-completed',
      'dossier:not-at-this-stage',
      'dossier:outside-the-route',
    ],
  }),
  handOverDossiers: command({
    subject: subject('dossiers', 'hand-over-dossiers', 'v1'),
    route: post('/hand-over-slips'),
    allow: oneStop,
    body: HandOverDossiersBody,
    answer: dossiersHandedOver,
    location: '/hand-over-slips/{slipId}',
    en: 'Offer up to 100 dossiers to one agency with one slip, each answered by itself',
    vi: 'Chuyển đến 100 hồ sơ cho một cơ quan bằng một phiếu, trả lời từng hồ sơ',
    refusals: ['dossier:idempotency-key-reused', 'dossier:occurred-before-history'],
  }),
  getHandOverSlip: query({
    subject: subject('read-models', 'hand-over-slip', 'v1'),
    route: get('/hand-over-slips/{slipId}'),
    allow: 'any',
    target: SlipTarget,
    body: OneQuery,
    answer: handOverSlip,
    en: 'A hand-over slip of the own agency, given or taken',
    vi: 'Phiếu bàn giao nhiều hồ sơ của cơ quan giao hoặc nhận',
    refusals: ['dossier:slip-not-found'],
  }),
  acceptHandoff: command({
    subject: subject('dossiers', 'accept-handoff', 'v1'),
    route: post('/dossiers/{dossierId}/handoffs/{handoffId}/acceptance'),
    allow: oneStop,
    target: HandoffTarget,
    body: AcceptHandoffBody,
    answer: handoffAnswered,
    en: 'Accept a dossier that was offered',
    vi: 'Nhận hồ sơ được chuyển đến',
    refusals: [
      ...settling,
      'dossier:not-the-recipient',
      'dossier:unknown-component',
      'dossier:answer-incomplete',
      'dossier:originals-miscounted',
      'dossier:calendar-year-not-covered',
    ],
  }),
  returnHandoff: command({
    subject: subject('dossiers', 'return-handoff', 'v1'),
    route: post('/dossiers/{dossierId}/handoffs/{handoffId}/return'),
    allow: oneStop,
    target: HandoffTarget,
    body: ReturnHandoffBody,
    en: 'Return a dossier that was offered, with a reason',
    vi: 'Trả lại hồ sơ được chuyển đến, nêu lý do',
    refusals: [...settling, 'dossier:not-the-recipient'],
  }),
  recallHandoff: command({
    subject: subject('dossiers', 'recall-handoff', 'v1'),
    route: post('/dossiers/{dossierId}/handoffs/{handoffId}/recall'),
    // Heads are told of a hand-off that nobody takes.
    allow: [...oneStop, 'OneStopHead'],
    target: HandoffTarget,
    body: RecallHandoffBody,
    en: 'Recall an offer, with a reason',
    vi: 'Thu hồi hồ sơ đã chuyển, nêu lý do',
    refusals: [...settling, 'dossier:not-the-giver'],
  }),
  recordActivity: command({
    subject: subject('dossiers', 'record-activity', 'v1'),
    route: post('/dossiers/{dossierId}/activities'),
    allow: oneStop,
    target: DossierTarget,
    body: RecordActivityBody,
    en: 'Record an activity on a dossier',
    vi: 'Ghi nhận công việc đã làm với hồ sơ',
    refusals: [...dossierWriting, 'dossier:not-the-holder', 'dossier:already-completed'],
  }),
  completeDossier: command({
    subject: subject('dossiers', 'complete-dossier', 'v1'),
    route: post('/dossiers/{dossierId}/completion'),
    allow: oneStop,
    target: DossierTarget,
    body: CompleteDossierBody,
    en: 'Complete a dossier',
    vi: 'Kết thúc hồ sơ',
    refusals: [
      ...dossierWriting,
      'dossier:not-the-holder',
      'dossier:handoff-already-pending',
      'dossier:already-completed',
      'dossier:not-at-this-stage',
    ],
  }),
});
