import type { Role } from '@domain/codes';
import { command, operationsOf, post } from '../operation';
import type { ProblemName } from '../problems';
import { subject } from '../subject';
import { DossierTarget } from '../targets.dto';
import { dossierAccepted, dossierOpened } from './dossiers.answers';
import {
  AcceptDossierBody,
  GuideIntakeSupplementBody,
  ReceiveIntakeSupplementBody,
  RecordPostalHandoverBody,
  RefuseAcceptanceBody,
  SubmitDossierBody,
} from './intake.bodies.dto';

const counter: readonly Role[] = ['OneStopOfficer'];

const atIntake: readonly ProblemName[] = [
  'dossier:not-found',
  'dossier:idempotency-key-reused',
  'dossier:occurred-before-history',
  'dossier:not-the-holder',
  'dossier:not-at-this-stage',
];

export const intakeOperations = operationsOf('dossiers', {
  submitDossier: command({
    subject: subject('dossiers', 'submit-dossier', 'v1'),
    route: post('/dossiers/submissions'),
    allow: counter,
    body: SubmitDossierBody,
    answer: dossierOpened,
    location: '/dossiers/{dossierId}',
    en: 'Submit a dossier under the version of its procedure that is in force',
    vi: 'Nộp hồ sơ theo phiên bản thủ tục đang có hiệu lực',
    refusals: [
      'dossier:idempotency-key-reused',
      'dossier:not-by-import',
      'dossier:agency-closed',
      'dossier:unknown-applicant',
      'dossier:procedure-not-in-force',
      'dossier:channel-not-allowed',
      'dossier:proxy-not-named',
      'dossier:unknown-component',
      'dossier:reused-component-not-found',
      'dossier:component-not-uploaded',
      'dossier:component-content-missing',
      'dossier:linked-dossier-not-found',
    ],
  }),
  recordPostalHandover: command({
    subject: subject('dossiers', 'record-postal-handover', 'v1'),
    route: post('/dossiers/{dossierId}/postal-handover'),
    allow: counter,
    target: DossierTarget,
    body: RecordPostalHandoverBody,
    en: 'Record that the postman handed a dossier over: its legal time',
    vi: 'Ghi biên bản giao nhận hồ sơ với nhân viên bưu chính',
    refusals: [
      ...atIntake,
      'dossier:not-by-post',
      'dossier:postal-handover-already-recorded',
      'dossier:handed-over-in-the-future',
    ],
  }),
  guideIntakeSupplement: command({
    subject: subject('dossiers', 'guide-intake-supplement', 'v1'),
    route: post('/dossiers/{dossierId}/intake-supplement'),
    allow: counter,
    target: DossierTarget,
    body: GuideIntakeSupplementBody,
    en: 'Guide the applicant, once, to what is missing (form 02)',
    vi: 'Hướng dẫn bổ sung, hoàn thiện hồ sơ một lần khi tiếp nhận (mẫu 02)',
    refusals: [
      ...atIntake,
      'dossier:already-guided',
      'dossier:unknown-component',
      'dossier:answer-date-passed',
    ],
  }),
  receiveIntakeSupplement: command({
    subject: subject('dossiers', 'receive-intake-supplement', 'v1'),
    route: post('/dossiers/{dossierId}/intake-supplement/receipt'),
    allow: counter,
    target: DossierTarget,
    body: ReceiveIntakeSupplementBody,
    en: 'Receive what was missing at intake',
    vi: 'Nhận thành phần hồ sơ bổ sung khi tiếp nhận',
    refusals: [
      ...atIntake,
      'dossier:unknown-component',
      'dossier:reused-component-not-found',
      'dossier:component-not-uploaded',
      'dossier:component-content-missing',
      'dossier:answer-date-passed',
    ],
  }),
  refuseAcceptance: command({
    subject: subject('dossiers', 'refuse-acceptance', 'v1'),
    route: post('/dossiers/{dossierId}/refusal'),
    allow: counter,
    target: DossierTarget,
    body: RefuseAcceptanceBody,
    en: 'Refuse to accept a dossier, with the reason (form 03)',
    vi: 'Từ chối tiếp nhận hồ sơ, nêu lý do (mẫu 03)',
    refusals: atIntake,
  }),
  acceptDossier: command({
    subject: subject('dossiers', 'accept-dossier', 'v1'),
    route: post('/dossiers/{dossierId}/acceptance'),
    allow: counter,
    target: DossierTarget,
    body: AcceptDossierBody,
    answer: dossierAccepted,
    en: 'Accept a complete dossier: code, receipt and appointment (form 01)',
    vi: 'Tiếp nhận hồ sơ đầy đủ: cấp mã, giấy tiếp nhận và hẹn trả kết quả (mẫu 01)',
    refusals: [
      ...atIntake,
      'dossier:component-missing',
      'dossier:original-missing',
      'dossier:postal-handover-missing',
      'dossier:calendar-year-not-covered',
      'dossier:day-book-full',
    ],
  }),
});
