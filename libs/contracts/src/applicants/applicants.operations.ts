import type { Role } from '@domain/codes';
import { command, get, operationsOf, post, query } from '../operation';
import type { ProblemName } from '../problems';
import { OneQuery } from '../questions.dto';
import { subject } from '../subject';
import { applicantRecorded, applicantView } from './applicants.answers';
import { ApplicantTarget, EraseApplicantBody, PersonBody } from './applicants.bodies.dto';

const oneStop: readonly Role[] = ['OneStopOfficer', 'Specialist', 'Clerk'];

const applicantWriting: readonly ProblemName[] = [
  'applicant:not-found',
  'applicant:idempotency-key-reused',
  'applicant:occurred-before-history',
];

/** Personal data of those who apply, of citizens first: sealed, shown to the parties of their dossiers alone. */
export const applicantOperations = operationsOf('applicants', {
  recordApplicant: command({
    subject: subject('dossiers', 'record-applicant', 'v1'),
    route: post('/applicants'),
    allow: oneStop,
    body: PersonBody,
    answer: applicantRecorded,
    location: '/applicants/{applicantRef}',
    en: 'Record who applies, or find the person by its identity number',
    vi: 'Ghi nhận người nộp hồ sơ, hoặc tìm theo số định danh',
    refusals: ['applicant:idempotency-key-reused'],
  }),
  getApplicant: query({
    subject: subject('dossiers', 'applicant', 'v1'),
    route: get('/applicants/{applicantRef}'),
    allow: oneStop,
    target: ApplicantTarget,
    body: OneQuery,
    answer: applicantView,
    en: 'Who applies, for the parties of a dossier of the person',
    vi: 'Thông tin người nộp, dành cho cơ quan tham gia hồ sơ',
    refusals: ['applicant:not-found', 'applicant:erased'],
  }),
  changeApplicant: command({
    subject: subject('dossiers', 'change-applicant', 'v1'),
    route: post('/applicants/{applicantRef}/changes'),
    allow: oneStop,
    target: ApplicantTarget,
    body: PersonBody,
    en: 'Correct what is known of an applicant',
    vi: 'Đính chính thông tin người nộp',
    refusals: [...applicantWriting, 'applicant:erased'],
  }),
  eraseApplicant: command({
    subject: subject('dossiers', 'erase-applicant', 'v1'),
    route: post('/applicants/{applicantRef}/erasure'),
    allow: ['Leader'],
    target: ApplicantTarget,
    body: EraseApplicantBody,
    en: 'Erase the personal data of an applicant for ever',
    vi: 'Xóa vĩnh viễn dữ liệu cá nhân của người nộp',
    refusals: [...applicantWriting, 'applicant:has-open-dossiers', 'applicant:not-recorded-here'],
  }),
});
