import type { Role } from '@domain/codes';
import { get, operationsOf, post, put, row } from '../operation';
import type { ProblemName } from '../problems';
import { contentStored } from './contents.answers';

/** What citizens hand in is for those who work on it. */
const handling: readonly Role[] = ['OneStopOfficer', 'Specialist', 'Clerk', 'Leader'];

const ofWholeFiles: readonly ProblemName[] = [
  'content:empty',
  'content:too-large',
  'content:type-mismatch',
  'content:type-not-taken',
  'content:executable',
  'content:password-protected',
  'content:archive-too-much',
  'content:archive-unsafe-name',
];

const ofRoom: readonly ProblemName[] = [
  'content:too-many-uploads',
  'content:quota-reached',
  'content:disk-reserve',
];

const ofUploads: readonly ProblemName[] = [
  'content:upload-not-found',
  'content:upload-expired',
  'content:upload-busy',
  'content:hash-mismatch',
  ...ofWholeFiles,
];

export const contentOperations = operationsOf('contents', {
  putContent: row(
    'upload',
    {
      route: put('/contents/{sha256}'),
      allow: 'any',
      answer: contentStored,
      en: 'Upload a file under its SHA-256',
      vi: 'Tải tệp lên theo mã băm SHA-256',
      refusals: ['content:hash-mismatch', 'content:upload-cut', ...ofRoom, ...ofWholeFiles],
    },
    201,
  ),
  getContent: row('download', {
    route: get('/documents/{documentId}/contents/{sha256}'),
    allow: 'any',
    en: 'Download a file of a document',
    vi: 'Tải tệp của văn bản',
    refusals: ['content:not-found', 'content:not-readable', 'content:range-not-satisfiable'],
  }),
  getDossierContent: row('download', {
    route: get('/dossiers/{dossierId}/contents/{sha256}'),
    allow: handling,
    en: 'Download a component of a dossier, or the document that is its result',
    vi: 'Tải thành phần hồ sơ hoặc văn bản kết quả của hồ sơ',
    refusals: [
      'dossier:not-found',
      'content:not-found',
      'content:not-readable',
      'content:range-not-satisfiable',
    ],
  }),
  getUploadProtocol: row(
    'resumable',
    {
      route: { method: 'OPTIONS', path: '/uploads' },
      allow: 'any',
      en: 'What resumable uploads can do (tus 1.0.0)',
      vi: 'Khả năng tải tệp theo từng phần (tus 1.0.0)',
    },
    204,
  ),
  createUpload: row(
    'resumable',
    {
      route: post('/uploads'),
      allow: 'any',
      en: 'Begin an upload in parts',
      vi: 'Bắt đầu tải tệp lên theo từng phần',
      refusals: [
        ...ofRoom,
        'content:checksum-mismatch',
        'content:hash-mismatch',
        'content:upload-busy',
        ...ofWholeFiles,
      ],
    },
    201,
  ),
  getUploadOffset: row('resumable', {
    route: { method: 'HEAD', path: '/uploads/{uploadId}' },
    allow: 'any',
    en: 'How much of an upload is here',
    vi: 'Phần đã nhận của tệp đang tải lên',
    refusals: [...ofUploads],
  }),
  continueUpload: row(
    'resumable',
    {
      route: { method: 'PATCH', path: '/uploads/{uploadId}' },
      allow: 'any',
      en: 'Send the next part of an upload',
      vi: 'Gửi phần tiếp theo của tệp',
      refusals: ['content:wrong-offset', 'content:checksum-mismatch', 'content:disk-reserve', ...ofUploads],
    },
    204,
  ),
  endUpload: row(
    'resumable',
    {
      route: { method: 'DELETE', path: '/uploads/{uploadId}' },
      allow: 'any',
      en: 'Give an upload up',
      vi: 'Hủy tệp đang tải lên',
      refusals: ['content:upload-not-found', 'content:upload-busy'],
    },
    204,
  ),
});
