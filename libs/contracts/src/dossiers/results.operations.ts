import type { Role } from '@domain/codes';
import { command, operationsOf, post } from '../operation';
import type { ProblemName } from '../problems';
import { subject } from '../subject';
import { DossierTarget } from '../targets.dto';
import {
  ApproveResultBody,
  ArchiveDossierBody,
  CorrectResultBody,
  DenyApprovalBody,
  ForwardResultBody,
  IssueResultBody,
  NumberResultBody,
  ProposeResultBody,
  ReturnResultBody,
} from './results.bodies.dto';

const counter: readonly Role[] = ['OneStopOfficer'];
const workers: readonly Role[] = ['Specialist', 'Leader'];
const authority: readonly Role[] = ['Leader'];
const clerks: readonly Role[] = ['Clerk'];
const oneStop: readonly Role[] = ['OneStopOfficer', 'Specialist', 'Clerk'];
const archivists: readonly Role[] = ['OneStopOfficer', 'Clerk'];

const writing: readonly ProblemName[] = [
  'dossier:not-found',
  'dossier:idempotency-key-reused',
  'dossier:occurred-before-history',
];
/** Where no hand-off can be under way. */
const afterwards: readonly ProblemName[] = [
  ...writing,
  'dossier:not-the-holder',
  'dossier:not-at-this-stage',
];
const ofItsDocument: readonly ProblemName[] = [
  'dossier:result-document-not-found',
  'dossier:result-document-not-sealed',
  'dossier:result-document-differs',
  'dossier:result-signature-missing',
];
const byHolder: readonly ProblemName[] = [...afterwards, 'dossier:handoff-already-pending'];

/** The result of a dossier, from its proposal to the archive. */
export const resultOperations = operationsOf('dossiers', {
  proposeResult: command({
    subject: subject('dossiers', 'propose-result', 'v1'),
    route: post('/dossiers/{dossierId}/result'),
    allow: workers,
    target: DossierTarget,
    body: ProposeResultBody,
    en: 'Propose a result, granted or refused',
    vi: 'Đề xuất kết quả giải quyết',
    refusals: byHolder,
  }),
  denyApproval: command({
    subject: subject('dossiers', 'deny-approval', 'v1'),
    route: post('/dossiers/{dossierId}/result/denial'),
    allow: authority,
    target: DossierTarget,
    body: DenyApprovalBody,
    en: 'Deny the approval of a proposed result',
    vi: 'Không phê duyệt kết quả đề xuất, nêu lý do',
    refusals: afterwards,
  }),
  approveResult: command({
    subject: subject('dossiers', 'approve-result', 'v1'),
    route: post('/dossiers/{dossierId}/result/approval'),
    allow: authority,
    target: DossierTarget,
    body: ApproveResultBody,
    en: 'Approve a proposed result with the personal signature',
    vi: 'Phê duyệt, ký kết quả giải quyết',
    refusals: [...afterwards, 'dossier:outcome-not-proposed', 'dossier:reason-for-refusal-missing'],
  }),
  numberResult: command({
    subject: subject('dossiers', 'number-result', 'v1'),
    route: post('/dossiers/{dossierId}/result/number'),
    allow: clerks,
    target: DossierTarget,
    body: NumberResultBody,
    en: 'Number and seal an approved result that is no document of the registers',
    vi: 'Ghi số và ký số của cơ quan cho kết quả không phải văn bản trong sổ',
    refusals: [...afterwards, 'dossier:result-document-required', 'dossier:dated-in-the-future'],
  }),
  issueResult: command({
    subject: subject('dossiers', 'issue-result', 'v1'),
    route: post('/dossiers/{dossierId}/result/document'),
    allow: clerks,
    target: DossierTarget,
    body: IssueResultBody,
    en: 'Name the sealed document that is the approved result: its number, symbol and seal',
    vi: 'Ghi văn bản đã ký, cấp số, đóng dấu là kết quả đã được phê duyệt',
    refusals: [...afterwards, ...ofItsDocument],
  }),
  forwardResult: command({
    subject: subject('dossiers', 'forward-result', 'v1'),
    route: post('/dossiers/{dossierId}/result/forwarding'),
    allow: oneStop,
    target: DossierTarget,
    body: ForwardResultBody,
    en: 'Say that the result is at the one-stop unit: processing ends',
    vi: 'Chuyển kết quả về bộ phận một cửa: kết thúc xử lý',
    refusals: [...byHolder, 'dossier:not-at-the-one-stop'],
  }),
  returnResult: command({
    subject: subject('dossiers', 'return-result', 'v1'),
    route: post('/dossiers/{dossierId}/result/return'),
    allow: counter,
    target: DossierTarget,
    body: ReturnResultBody,
    en: 'Return the result to the applicant, with the originals',
    vi: 'Trả kết quả cho người nộp, kèm bản chính',
    refusals: [
      ...writing,
      'dossier:only-the-one-stop',
      'dossier:not-at-this-stage',
      'dossier:slip-for-post-alone',
    ],
  }),
  correctResult: command({
    subject: subject('dossiers', 'correct-result', 'v1'),
    route: post('/dossiers/{dossierId}/result/correction'),
    allow: authority,
    target: DossierTarget,
    body: CorrectResultBody,
    en: 'Correct a result that was returned, at the cost of the agency',
    vi: 'Đính chính kết quả đã trả do lỗi của cơ quan',
    refusals: [...afterwards, ...ofItsDocument],
  }),
  archiveDossier: command({
    subject: subject('dossiers', 'archive-dossier', 'v1'),
    route: post('/dossiers/{dossierId}/archive'),
    allow: archivists,
    target: DossierTarget,
    body: ArchiveDossierBody,
    en: 'Archive a dossier that came to its end',
    vi: 'Lưu trữ hồ sơ đã kết thúc',
    refusals: afterwards,
  }),
});
