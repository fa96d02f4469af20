import { get, operationsOf, query } from '../operation';
import type { ProblemName } from '../problems';
import { OneQuery } from '../questions.dto';
import { subject } from '../subject';
import { DocumentTarget, DossierTarget, ImportTarget } from '../targets.dto';
import { documentHistory, dossierHistory, importInNumbers, legsHistory, looksPage } from './audit.answers';
import { HistoryQuery } from './history.dto';
import { LooksQuery } from './looks.bodies.dto';

const ofMoments: readonly ProblemName[] = ['request:one-moment-only', 'history:revision-not-reached'];

export const importOperations = operationsOf('imports', {
  getImport: query({
    subject: subject('read-models', 'import-in-numbers', 'v1'),
    route: get('/imports/{sha256}'),
    allow: ['Importer', 'Operator', 'Auditor'],
    target: ImportTarget,
    body: OneQuery,
    answer: importInNumbers,
    en: 'What was recorded out of one imported file, in numbers',
    vi: 'Số liệu đã ghi nhận từ một tệp dữ liệu nhập',
    refusals: ['import:not-found'],
  }),
});

export const auditOperations = operationsOf('audit', {
  getDossierHistory: query({
    subject: subject('audit', 'dossier-history', 'v1'),
    route: get('/audit/dossiers/{dossierId}/history'),
    allow: ['Auditor'],
    target: DossierTarget,
    body: HistoryQuery,
    answer: dossierHistory,
    en: 'Every recorded event of a dossier, and its state at any moment',
    vi: 'Mọi dữ kiện đã ghi của hồ sơ và trạng thái tại thời điểm bất kỳ',
    refusals: ['dossier:not-found', ...ofMoments],
  }),
  getLegsHistory: query({
    subject: subject('audit', 'legs-history', 'v1'),
    route: get('/audit/dossiers/{dossierId}/legs/history'),
    allow: ['Auditor'],
    target: DossierTarget,
    body: HistoryQuery,
    answer: legsHistory,
    en: 'Every recorded event of the legs of a dossier, and their state at any moment',
    vi: 'Mọi dữ kiện đã ghi của các bước liên thông và trạng thái tại thời điểm bất kỳ',
    refusals: ['dossier:not-found', ...ofMoments],
  }),
  getDocumentHistory: query({
    subject: subject('audit', 'document-history', 'v1'),
    route: get('/audit/documents/{documentId}/history'),
    allow: ['Auditor'],
    target: DocumentTarget,
    body: HistoryQuery,
    answer: documentHistory,
    en: 'Every recorded event of a document and its deliveries, and their state at any moment',
    vi: 'Mọi dữ kiện đã ghi của văn bản cùng các lần gửi và trạng thái tại thời điểm bất kỳ',
    refusals: ['document:not-found', ...ofMoments],
  }),
  getLooks: query({
    subject: subject('audit', 'looks', 'v1'),
    route: get('/audit/looks'),
    allow: ['Auditor'],
    body: LooksQuery,
    answer: looksPage,
    en: 'Who of an agency looked at which content, history or list, and what they were refused',
    vi: 'Ai đã xem nội dung, lịch sử, danh sách nào và bị từ chối việc gì',
  }),
});
