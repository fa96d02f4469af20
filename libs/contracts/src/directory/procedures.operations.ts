import { command, get, operationsOf, post, query } from '../operation';
import type { ProblemName } from '../problems';
import { subject } from '../subject';
import { procedureDetails, procedureIssued, proceduresListed } from './procedures.answers';
import {
  AbolishProcedureBody,
  AmendProcedureBody,
  IssueProcedureBody,
  ProcedureQuery,
  ProceduresQuery,
  ProcedureTarget,
} from './procedures.bodies.dto';

const procedureWriting: readonly ProblemName[] = [
  'procedure:idempotency-key-reused',
  'procedure:occurred-before-history',
];

const ofVersion: readonly ProblemName[] = [
  ...procedureWriting,
  'procedure:times-not-comparable',
  'procedure:published-time-longer',
  'procedure:convention-does-not-fit',
  'procedure:online-level-does-not-fit',
  'procedure:duplicate-component',
  'procedure:duplicate-fee',
  'procedure:route-agency-not-found',
  'procedure:route-agency-closed',
];

export const procedureOperations = operationsOf('procedures', {
  issueProcedure: command({
    subject: subject('directory', 'issue-procedure', 'v1'),
    route: post('/procedures'),
    allow: ['Operator'],
    body: IssueProcedureBody,
    answer: procedureIssued,
    location: '/procedures/{procedure}',
    en: 'Issue a procedure with its first version',
    vi: 'Công bố thủ tục hành chính',
    refusals: [...ofVersion, 'procedure:procedure-already-issued'],
  }),
  amendProcedure: command({
    subject: subject('directory', 'amend-procedure', 'v1'),
    route: post('/procedures/{procedure}/versions'),
    allow: ['Operator'],
    target: ProcedureTarget,
    body: AmendProcedureBody,
    answer: procedureIssued,
    en: 'Amend a procedure from a date on',
    vi: 'Sửa đổi, bổ sung thủ tục hành chính kể từ một ngày',
    refusals: [
      ...ofVersion,
      'procedure:not-found',
      'procedure:procedure-abolished',
      'procedure:effective-before-newest-version',
    ],
  }),
  abolishProcedure: command({
    subject: subject('directory', 'abolish-procedure', 'v1'),
    route: post('/procedures/{procedure}/abolition'),
    allow: ['Operator'],
    target: ProcedureTarget,
    body: AbolishProcedureBody,
    en: 'Abolish a procedure from a date on; dossiers under way go on',
    vi: 'Bãi bỏ thủ tục hành chính kể từ một ngày; hồ sơ đang giải quyết vẫn tiếp tục',
    refusals: [
      ...procedureWriting,
      'procedure:not-found',
      'procedure:procedure-already-abolished',
      'procedure:abolished-before-newest-version',
    ],
  }),
  listProcedures: query({
    subject: subject('directory', 'list-procedures', 'v1'),
    route: get('/procedures'),
    allow: 'any',
    body: ProceduresQuery,
    answer: proceduresListed,
    en: 'Procedures as they stood on a date, by words and state',
    vi: 'Danh mục thủ tục hành chính tại một ngày, theo từ khóa và trạng thái',
  }),
  getProcedure: query({
    subject: subject('directory', 'procedure', 'v1'),
    route: get('/procedures/{procedure}'),
    allow: 'any',
    target: ProcedureTarget,
    body: ProcedureQuery,
    answer: procedureDetails,
    en: 'One procedure: the version in force on a date, and which versions there are',
    vi: 'Một thủ tục hành chính: phiên bản có hiệu lực tại một ngày và các phiên bản',
    refusals: ['procedure:not-found'],
  }),
});
