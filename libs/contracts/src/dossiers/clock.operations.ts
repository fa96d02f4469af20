import type { Role } from '@domain/codes';
import { command, operationsOf, post } from '../operation';
import type { ProblemName } from '../problems';
import { subject } from '../subject';
import { ConsultationTarget, DossierTarget } from '../targets.dto';
import {
  AcceptSupplementBody,
  AnswerConsultationBody,
  AssignProcessorBody,
  IssueApologyBody,
  LapseSupplementBody,
  RecordVerificationBody,
  RejectWithdrawalBody,
  RequestConsultationBody,
  RequestSupplementBody,
  RequestWithdrawalBody,
  StopProcessingBody,
  SubmitSupplementBody,
  WithdrawDossierBody,
} from './clock.bodies.dto';
import { consultationRequested } from './dossiers.answers';

const counter: readonly Role[] = ['OneStopOfficer'];
const authority: readonly Role[] = ['Leader'];
const workers: readonly Role[] = ['Specialist', 'Leader'];

const writing: readonly ProblemName[] = [
  'dossier:not-found',
  'dossier:idempotency-key-reused',
  'dossier:occurred-before-history',
];
const byHolder: readonly ProblemName[] = [
  ...writing,
  'dossier:not-the-holder',
  'dossier:not-at-this-stage',
  'dossier:handoff-already-pending',
];
const atCounter: readonly ProblemName[] = [
  ...writing,
  'dossier:only-the-one-stop',
  'dossier:not-at-this-stage',
];

/** What is done while a dossier is worked on, and what moves or stops its clock. */
export const clockOperations = operationsOf('dossiers', {
  assignProcessor: command({
    subject: subject('dossiers', 'assign-processor', 'v1'),
    route: post('/dossiers/{dossierId}/processor'),
    allow: authority,
    target: DossierTarget,
    body: AssignProcessorBody,
    en: 'Assign a dossier to an officer of the own agency',
    vi: 'Phân công cán bộ giải quyết hồ sơ',
    refusals: [...byHolder, 'dossier:not-competent'],
  }),
  requestConsultation: command({
    subject: subject('dossiers', 'request-consultation', 'v1'),
    route: post('/dossiers/{dossierId}/consultations'),
    allow: workers,
    target: DossierTarget,
    body: RequestConsultationBody,
    answer: consultationRequested,
    location: '/dossiers/{dossierId}',
    en: 'Ask another agency for its opinion, within the time of the dossier',
    vi: 'Lấy ý kiến cơ quan khác trong thời hạn giải quyết',
    refusals: [
      ...byHolder,
      'dossier:recipient-is-holder',
      'dossier:unknown-recipient',
      'dossier:recipient-closed',
      'dossier:answer-date-not-ahead',
    ],
  }),
  answerConsultation: command({
    subject: subject('dossiers', 'answer-consultation', 'v1'),
    route: post('/dossiers/{dossierId}/consultations/{consultationId}/answer'),
    allow: workers,
    target: ConsultationTarget,
    body: AnswerConsultationBody,
    en: 'Give the opinion that was asked for',
    vi: 'Trả lời lấy ý kiến',
    refusals: [
      ...writing,
      'dossier:consultation-not-found',
      'dossier:not-the-consulted',
      'dossier:consultation-already-answered',
    ],
  }),
  recordVerification: command({
    subject: subject('dossiers', 'record-verification', 'v1'),
    route: post('/dossiers/{dossierId}/verifications'),
    allow: workers,
    target: DossierTarget,
    body: RecordVerificationBody,
    en: 'Record what was verified, where, when and by whom',
    vi: 'Ghi nhận kết quả thẩm tra, xác minh',
    refusals: [...byHolder, 'dossier:verified-in-the-future'],
  }),
  requestSupplement: command({
    subject: subject('dossiers', 'request-supplement', 'v1'),
    route: post('/dossiers/{dossierId}/supplement'),
    allow: authority,
    target: DossierTarget,
    body: RequestSupplementBody,
    en: 'Ask for a supplement through the one-stop unit: the clock stands still',
    vi: 'Yêu cầu bổ sung hồ sơ qua bộ phận một cửa: thời hạn tạm dừng',
    refusals: [
      ...byHolder,
      'dossier:unknown-component',
      'dossier:supplement-already-requested',
      'dossier:supplement-request-too-late',
      'dossier:calendar-year-not-covered',
    ],
  }),
  submitSupplement: command({
    subject: subject('dossiers', 'submit-supplement', 'v1'),
    route: post('/dossiers/{dossierId}/supplement/receipt'),
    allow: counter,
    target: DossierTarget,
    body: SubmitSupplementBody,
    en: 'Take in what the applicant supplements',
    vi: 'Nhận hồ sơ bổ sung của người nộp',
    refusals: [
      ...atCounter,
      'dossier:unknown-component',
      'dossier:reused-component-not-found',
      'dossier:component-not-uploaded',
      'dossier:component-content-missing',
      'dossier:answer-date-passed',
    ],
  }),
  acceptSupplement: command({
    subject: subject('dossiers', 'accept-supplement', 'v1'),
    route: post('/dossiers/{dossierId}/supplement/acceptance'),
    allow: counter,
    target: DossierTarget,
    body: AcceptSupplementBody,
    en: 'Accept a complete supplement: the clock restarts or goes on as the procedure says',
    vi: 'Xác nhận bổ sung đầy đủ: thời hạn tính lại hoặc tiếp tục theo thủ tục',
    refusals: [
      ...atCounter,
      'dossier:supplement-not-submitted',
      'dossier:component-missing',
      'dossier:original-missing',
      'dossier:calendar-year-not-covered',
    ],
  }),
  lapseSupplement: command({
    subject: subject('dossiers', 'lapse-supplement', 'v1'),
    route: post('/dossiers/{dossierId}/supplement/lapse'),
    allow: counter,
    target: DossierTarget,
    body: LapseSupplementBody,
    en: 'Stop a dossier whose supplement did not come in time',
    vi: 'Dừng giải quyết hồ sơ do quá hạn bổ sung',
    refusals: [...atCounter, 'dossier:supplement-not-lapsed'],
  }),
  stopProcessing: command({
    subject: subject('dossiers', 'stop-processing', 'v1'),
    route: post('/dossiers/{dossierId}/stop'),
    allow: authority,
    target: DossierTarget,
    body: StopProcessingBody,
    en: 'Stop processing a dossier, with reason and legal basis',
    vi: 'Dừng giải quyết hồ sơ, nêu lý do và căn cứ pháp lý',
    refusals: byHolder,
  }),
  requestWithdrawal: command({
    subject: subject('dossiers', 'request-withdrawal', 'v1'),
    route: post('/dossiers/{dossierId}/withdrawal'),
    allow: counter,
    target: DossierTarget,
    body: RequestWithdrawalBody,
    en: 'Record that the applicant wants the dossier back',
    vi: 'Ghi nhận yêu cầu rút hồ sơ',
    refusals: [...atCounter, 'dossier:handoff-already-pending'],
  }),
  withdrawDossier: command({
    subject: subject('dossiers', 'withdraw-dossier', 'v1'),
    route: post('/dossiers/{dossierId}/withdrawal/agreement'),
    allow: authority,
    target: DossierTarget,
    body: WithdrawDossierBody,
    en: 'Agree to a withdrawal: the papers go back to the applicant',
    vi: 'Đồng ý cho rút hồ sơ: trả lại giấy tờ cho người nộp',
    refusals: [...writing, 'dossier:not-the-holder', 'dossier:not-at-this-stage'],
  }),
  rejectWithdrawal: command({
    subject: subject('dossiers', 'reject-withdrawal', 'v1'),
    route: post('/dossiers/{dossierId}/withdrawal/rejection'),
    allow: authority,
    target: DossierTarget,
    body: RejectWithdrawalBody,
    en: 'Reject a withdrawal, with the reason',
    vi: 'Không đồng ý cho rút hồ sơ, nêu lý do',
    refusals: [...writing, 'dossier:not-the-holder', 'dossier:not-at-this-stage'],
  }),
  issueApology: command({
    subject: subject('dossiers', 'issue-apology', 'v1'),
    route: post('/dossiers/{dossierId}/apology'),
    allow: authority,
    target: DossierTarget,
    body: IssueApologyBody,
    en: 'Apologise before the appointment and make a new one, once',
    vi: 'Xin lỗi và hẹn lại ngày trả kết quả, không quá một lần',
    refusals: [
      ...byHolder,
      'dossier:appointment-already-moved',
      'dossier:apology-too-late',
      'dossier:appointment-not-later',
      'dossier:calendar-year-not-covered',
    ],
  }),
});
