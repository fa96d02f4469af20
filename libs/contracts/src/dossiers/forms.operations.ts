import type { Role } from '@domain/codes';
import { get, operationsOf, query, row } from '../operation';
import type { ProblemName } from '../problems';
import { subject } from '../subject';
import { dossierForm, dossierProgress, dossierRegister } from './forms.answers';
import { DossierRegisterQuery } from './forms.bodies.dto';

/** Forms and the register bear names and addresses of citizens. */
const handling: readonly Role[] = ['OneStopOfficer', 'Specialist', 'Clerk', 'Leader'];

const printing: readonly ProblemName[] = ['register:too-costly-to-print', 'register:too-many-being-printed'];

/** What the one-stop unit puts on paper, and what anybody may know. */
export const formOperations = operationsOf('dossiers', {
  getDossierForm: row('print', {
    route: get('/dossiers/{dossierId}/forms/{form}'),
    allow: handling,
    answer: dossierForm,
    en: 'A form of a dossier as PDF with a QR code, or as data',
    vi: 'Biểu mẫu của hồ sơ dạng PDF có mã QR hoặc dạng dữ liệu',
    refusals: [
      'dossier:not-found',
      'dossier:unknown-form',
      'dossier:form-not-issued',
      'dossier:form-not-prescribed',
      ...printing,
    ],
  }),
  getDossierRegister: query({
    subject: subject('dossiers', 'dossier-register', 'v1'),
    route: get('/dossiers/register'),
    allow: handling,
    body: DossierRegisterQuery,
    answer: dossierRegister,
    en: 'Tracking register: dossiers received on the days named by the own agency, or by one it took over from',
    vi: 'Sổ theo dõi hồ sơ tiếp nhận trong các ngày nêu ra',
  }),
  printDossierRegister: row('print', {
    route: get('/dossiers/register/print'),
    allow: handling,
    en: 'Tracking register as PDF, CSV or XLSX',
    vi: 'In, xuất sổ theo dõi hồ sơ',
    refusals: [...printing, 'dossier:form-not-prescribed'],
  }),
  getDossierProgress: row('public', {
    route: get('/public/dossiers/{code}'),
    allow: 'any',
    answer: dossierProgress,
    en: 'How far the dossier with a code has come, for anybody',
    vi: 'Tra cứu công khai mức độ hoàn thành theo mã hồ sơ',
    refusals: ['dossier:unknown-code'],
  }),
});
