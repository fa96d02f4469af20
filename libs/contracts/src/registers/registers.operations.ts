import { VoidNumberBody } from '../documents/outgoing.bodies.dto';
import { command, get, operationsOf, post, query, row } from '../operation';
import type { ProblemName } from '../problems';
import { PageQuery } from '../questions.dto';
import { subject } from '../subject';
import { BookTarget } from '../targets.dto';
import {
  incomingPaperRecorded,
  incomingRegister,
  outgoingPaperRecorded,
  outgoingRegister,
} from './registers.answers';
import {
  OpenBookBody,
  PaperEntryTarget,
  RecordIncomingPaperBody,
  RecordOutgoingPaperBody,
} from './registers.bodies.dto';

const onPaper: readonly ProblemName[] = [
  'document:unknown-document-type',
  'document:sender-not-registered',
  'register:agency-closed',
  'register:not-the-book-of-this-year',
  'register:idempotency-key-reused',
  'register:occurred-before-history',
];

const voidingPaper: readonly ProblemName[] = [
  'register:paper-entry-not-found',
  'register:number-voided',
  'document:approver-not-a-leader',
  'register:idempotency-key-reused',
  'register:occurred-before-history',
];

const printing: readonly ProblemName[] = ['register:too-costly-to-print', 'register:too-many-being-printed'];

export const registerOperations = operationsOf('registers', {
  openBook: command({
    subject: subject('exchange', 'open-book', 'v1'),
    route: post('/registers/openings/{year}'),
    allow: ['Leader'],
    target: BookTarget,
    body: OpenBookBody,
    en: 'Go on with a book of numbers that was kept in an older system',
    vi: 'Mở sổ tiếp nối số của hệ thống cũ',
    refusals: [
      'register:book-already-begun',
      'register:not-the-book-of-this-year',
      'register:idempotency-key-reused',
      'register:occurred-before-history',
    ],
  }),
  recordOutgoingPaper: command({
    subject: subject('exchange', 'record-outgoing-paper', 'v1'),
    route: post('/registers/outgoing/{year}/paper-entries'),
    allow: ['Clerk'],
    target: BookTarget,
    body: RecordOutgoingPaperBody,
    answer: outgoingPaperRecorded,
    location: '/registers/outgoing/{year}',
    en: 'Give a document on paper its outgoing number',
    vi: 'Cấp số, đăng ký văn bản đi chỉ có bản giấy',
    refusals: [...onPaper, 'register:date-outside-book'],
  }),
  recordIncomingPaper: command({
    subject: subject('exchange', 'record-incoming-paper', 'v1'),
    route: post('/registers/incoming/{year}/paper-entries'),
    allow: ['Clerk'],
    target: BookTarget,
    body: RecordIncomingPaperBody,
    answer: incomingPaperRecorded,
    location: '/registers/incoming/{year}',
    en: 'Give a document that came on paper its arrival number',
    vi: 'Cấp số đến, đăng ký văn bản giấy đến',
    refusals: [...onPaper, 'register:arrival-in-the-future', 'register:dated-after-arrival'],
  }),
  voidOutgoingPaper: command({
    subject: subject('exchange', 'void-outgoing-paper', 'v1'),
    route: post('/registers/outgoing/{year}/paper-entries/{entryId}/number-void'),
    allow: ['Clerk'],
    target: PaperEntryTarget,
    body: VoidNumberBody,
    en: 'Void the outgoing number of a document on paper',
    vi: 'Hủy số văn bản đi chỉ có bản giấy',
    refusals: [...voidingPaper],
  }),
  voidIncomingPaper: command({
    subject: subject('exchange', 'void-incoming-paper', 'v1'),
    route: post('/registers/incoming/{year}/paper-entries/{entryId}/number-void'),
    allow: ['Clerk'],
    target: PaperEntryTarget,
    body: VoidNumberBody,
    en: 'Void the arrival number of a document on paper',
    vi: 'Hủy số đến của văn bản giấy',
    refusals: [...voidingPaper],
  }),
  getIncomingRegister: query({
    subject: subject('read-models', 'incoming-register', 'v1'),
    route: get('/registers/incoming/{year}'),
    allow: 'any',
    target: BookTarget,
    body: PageQuery,
    answer: incomingRegister,
    en: 'Register of incoming documents of one year',
    vi: 'Sổ đăng ký văn bản đến trong năm',
  }),
  getOutgoingRegister: query({
    subject: subject('read-models', 'outgoing-register', 'v1'),
    route: get('/registers/outgoing/{year}'),
    allow: 'any',
    target: BookTarget,
    body: PageQuery,
    answer: outgoingRegister,
    en: 'Register of outgoing documents of one year',
    vi: 'Sổ đăng ký văn bản đi trong năm',
  }),
  printIncomingRegister: row('print', {
    route: get('/registers/incoming/{year}/print'),
    allow: 'any',
    en: 'Register of incoming documents as PDF, CSV or XLSX',
    vi: 'In, xuất sổ đăng ký văn bản đến',
    refusals: [...printing],
  }),
  printOutgoingRegister: row('print', {
    route: get('/registers/outgoing/{year}/print'),
    allow: 'any',
    en: 'Register of outgoing documents as PDF, CSV or XLSX',
    vi: 'In, xuất sổ đăng ký văn bản đi',
    refusals: [...printing],
  }),
});
