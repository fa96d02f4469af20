import type { clockOperations, intakeOperations, resultOperations } from '@contracts';
import { vietnamCalendar as calendar, workCalendar } from '@domain/calendar';
import type { DossierStage } from '@domain/codes';
import { play } from '@domain/decider';
import { type DossierCommand, dossierDecider, type DossierRules, type DossierState } from '@domain/dossier';
import { linked, linkedExamples, linkedVariants } from './linked-examples';

type Example<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;

type Sending = keyof (typeof intakeOperations & typeof clockOperations & typeof resultOperations);

/** Which operation sends each command on a dossier that lives by a version of its procedure. */
export const stagedSentBy = {
  SubmitDossier: 'submitDossier',
  RecordPostalHandover: 'recordPostalHandover',
  GuideIntakeSupplement: 'guideIntakeSupplement',
  ReceiveIntakeSupplement: 'receiveIntakeSupplement',
  RefuseAcceptance: 'refuseAcceptance',
  AcceptDossier: 'acceptDossier',
  AssignProcessor: 'assignProcessor',
  RequestConsultation: 'requestConsultation',
  AnswerConsultation: 'answerConsultation',
  RecordVerification: 'recordVerification',
  RequestSupplement: 'requestSupplement',
  SubmitSupplement: 'submitSupplement',
  AcceptSupplement: 'acceptSupplement',
  LapseSupplement: 'lapseSupplement',
  StopProcessing: 'stopProcessing',
  RequestWithdrawal: 'requestWithdrawal',
  WithdrawDossier: 'withdrawDossier',
  RejectWithdrawal: 'rejectWithdrawal',
  IssueApology: 'issueApology',
  ProposeResult: 'proposeResult',
  DenyApproval: 'denyApproval',
  ApproveResult: 'approveResult',
  NumberResult: 'numberResult',
  IssueResult: 'issueResult',
  ForwardResult: 'forwardResult',
  ReturnResult: 'returnResult',
  CorrectResult: 'correctResult',
  ArchiveDossier: 'archiveDossier',
} as const satisfies Partial<Record<DossierCommand['type'], Sending>>;

const dossierId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const pendingId = 'c2d3e4b5-0000-5000-8000-000000000001';
const nextId = 'd3e4f5c6-0000-5000-8000-000000000001';
/** Thursday, 09:00 local time. */
const at = '2026-11-26T02:00:00.000Z';
const counter = { by: 'H26.1', officer: 'mc.01', at };
const competent = { by: 'H26.2', officer: 'mc.02', at };
const reason = 'Chưa đủ bản chính';

export const rules: DossierRules = {
  version: '1',
  name: 'Cấp giấy phép xây dựng',
  legalTime: { amount: 5, unit: 'working-days' },
  publishedTime: { amount: 3, unit: 'working-days' },
  convention: 'endOfDay',
  channels: ['counter', 'online', 'post'],
  components: [
    { key: 'to-khai', name: 'Tờ khai', mandatory: true, originals: 0 },
    { key: 'ban-ve', name: 'Bản vẽ', mandatory: true, originals: 2 },
    { key: 'anh', name: 'Ảnh hiện trạng', mandatory: false, originals: 1 },
  ],
  supplement: { clock: 'restart', requestsMax: 1, answerDays: 10 },
  legalBasis: '12/QĐ-UBND',
};
const form = { key: 'to-khai', sha256: 'a'.repeat(64), originals: 0 };
const drawings = { key: 'ban-ve', originals: 2 };
const photo = { key: 'anh', originals: 1 };

const submission: Example<'SubmitDossier'> = {
  ...{ type: 'SubmitDossier', dossierId, agency: counter.by, officer: counter.officer, at },
  ...{ procedure: '2.000635', rules, channel: 'counter', applicantRef: dossierId },
  ...{ components: [form, drawings, photo], reuseNotFound: [] },
};
const guidance: Example<'GuideIntakeSupplement'> = {
  ...{ type: 'GuideIntakeSupplement', wanting: [{ key: 'ban-ve', detail: 'Thiếu một bản' }], reason },
  ...{ answerByDate: '2026-12-10', ...counter },
};
const acceptance: Example<'AcceptDossier'> = {
  ...{ type: 'AcceptDossier', code: { scheme: 'tt01-2018', value: 'H26.1-261126-0001' }, calendar },
  ...counter,
};
/** Handed in under these rules, and accepted. */
export const submittedFor = (under: DossierRules): [DossierCommand, DossierCommand] => [
  { ...submission, rules: under },
  acceptance,
];

const refusal: Example<'RefuseAcceptance'> = { type: 'RefuseAcceptance', reason, ...counter };
const offer = (handoffId: string): Example<'OfferHandoff'> => ({
  ...{ type: 'OfferHandoff', handoffId, to: competent.by, recipientKnown: true, reason: 'Thẩm định' },
  ...{ standings: linked.standings('Active', 'Pending'), ...counter },
});

const items = [form, drawings, photo].map(({ key, originals }) => ({
  key,
  answer: 'accepted' as const,
  originals,
}));
const taking: Example<'AcceptHandoff'> = {
  type: 'AcceptHandoff',
  handoffId: pendingId,
  items,
  calendar,
  ...competent,
};

const untaken: Example<'DeclareHandoffOverdue'> = {
  ...{ type: 'DeclareHandoffOverdue', handoffId: pendingId, dueAt: '2026-11-26T16:59:59.999Z' },
  ...{ calendarVersion: calendar.calendarVersion, at: '2026-11-26T17:00:00.000Z' },
};

const examples: readonly DossierCommand[] = [
  submission,
  { type: 'RecordPostalHandover', handedOverAt: at, slip: 'EE1', postman: 'BD-1', ...counter },
  guidance,
  { type: 'ReceiveIntakeSupplement', components: [drawings], reuseNotFound: [], ...counter },
  refusal,
  acceptance,
  offer(nextId),
  taking,
  { type: 'ReturnHandoff', handoffId: pendingId, reason: 'Thiếu bản vẽ', ...competent },
  { type: 'RecallHandoff', handoffId: pendingId, reason: 'Nhầm', ...counter },
  untaken,
  { type: 'CompleteDossier', outcome: 'granted', endedAt: at, ...counter },
];

const consultationId = 'e4f5a6b7-0000-5000-8000-000000000001';
const wanting = guidance.wanting;
const assign: Example<'AssignProcessor'> = { type: 'AssignProcessor', assignee: 'cv.01', ...counter };
const replace: Example<'HandOverDossier'> = {
  ...{ type: 'HandOverDossier', handoverId: nextId, from: 'cv.01', to: 'cv.02', reason, ...counter },
};
const request: Example<'RequestSupplement'> = {
  type: 'RequestSupplement',
  wanting,
  reason,
  calendar,
  ...counter,
};
const submit: Example<'SubmitSupplement'> = {
  ...{ type: 'SubmitSupplement', components: [drawings], reuseNotFound: [], ...counter },
};
const agree: Example<'AcceptSupplement'> = { type: 'AcceptSupplement', calendar, ...counter };
/** After the last day to bring it. */
const lapsed = '2026-12-11T02:00:00.000Z';
const lapse: Example<'LapseSupplement'> = { type: 'LapseSupplement', reason, ...counter, at: lapsed };
const halt: Example<'StopProcessing'> = {
  type: 'StopProcessing',
  reason,
  legalBasis: '12/QĐ-UBND',
  ...counter,
};
const ask: Example<'RequestWithdrawal'> = { type: 'RequestWithdrawal', reason, ...counter };
const withdraw: Example<'WithdrawDossier'> = { type: 'WithdrawDossier', ...counter };
const reject: Example<'RejectWithdrawal'> = { type: 'RejectWithdrawal', reason, ...counter };
const apology: Example<'IssueApology'> = {
  ...{ type: 'IssueApology', reason, newDueDate: '2026-12-08', calendar, ...counter },
};
const consult: Example<'RequestConsultation'> = {
  ...{
    type: 'RequestConsultation',
    consultationId,
    to: competent.by,
    recipientKnown: true,
    content: 'Ý kiến',
  },
  ...{ answerBy: '2026-11-30T10:00:00.000Z', ...counter },
};
const opinion: Example<'AnswerConsultation'> = {
  ...{ type: 'AnswerConsultation', consultationId, answer: 'Nhất trí', ...competent },
};
const verification: Example<'RecordVerification'> = {
  ...{
    type: 'RecordVerification',
    verifiedAt: at,
    place: 'Thực địa',
    participants: ['cv.01'],
    content: 'Đúng',
  },
  ...counter,
};
const ending = { dueAt: '2026-12-01T16:59:59.999Z', calendarVersion: calendar.calendarVersion };
const prediction: Example<'PredictOverdue'> = {
  ...{ type: 'PredictOverdue', workingDaysLeft: 2, ...ending, at: '2026-11-27T00:00:00.000Z' },
};
const declaration: Example<'DeclareOverdue'> = {
  ...{ type: 'DeclareOverdue', ...ending, at: '2026-12-01T17:00:00.000Z' },
};
const tooLate: Example<'NoteLateApology'> = {
  ...{ type: 'NoteLateApology', agency: counter.by, officer: 'ld.01', at: '2026-12-01T02:00:00.000Z' },
};
/** One working day less before the appointment. */
const revised = workCalendar({
  more: [{ date: '2026-11-30', kind: 'LOCAL_CLOSURE', source: '12/QĐ-UBND', validFrom: '2026-11-27' }],
});
const recomputation: Example<'RecomputeDeadline'> = {
  ...{ type: 'RecomputeDeadline', calendar: revised, revision: { version: 2, source: '12/QĐ-UBND' } },
  at: '2026-11-27T02:00:00.000Z',
};
const silence: Example<'LapseConsultation'> = {
  ...{ type: 'LapseConsultation', consultationId, at: '2026-11-30T10:00:00.001Z' },
};

const sha256 = 'a'.repeat(64);
const propose: Example<'ProposeResult'> = {
  ...{ type: 'ProposeResult', outcome: 'granted', appraisal: 'Đủ điều kiện', ...counter },
};
const deny: Example<'DenyApproval'> = { type: 'DenyApproval', reason, ...counter };
const approve: Example<'ApproveResult'> = {
  ...{ type: 'ApproveResult', outcome: 'granted', sha256, certificate: sha256, ...counter },
};
const number: Example<'NumberResult'> = {
  ...{ type: 'NumberResult', symbol: '45/GPXD', documentDate: '2026-11-26', certificate: sha256, ...counter },
};
const documentId = 'f5a6b7c8-0000-5000-8000-000000000001';
const signature = { content: sha256, certificate: sha256, status: 'valid' };
const document: NonNullable<Example<'IssueResult'>['document']> = {
  ...{ agency: counter.by, status: 'Sealed', contents: [sha256] },
  numbered: { number: 45, bookYear: 2026, symbol: '45/GPXD', documentDate: '2026-11-26' },
  signatures: [
    { by: 'officer', ...signature },
    { by: 'agency', ...signature, certificate: 'b'.repeat(64) },
  ],
};
const issue: Example<'IssueResult'> = { type: 'IssueResult', documentId, document, ...counter };
const forward: Example<'ForwardResult'> = { type: 'ForwardResult', ...counter };
const give: Example<'ReturnResult'> = { type: 'ReturnResult', channel: 'post', slip: 'EE1', ...counter };
const correct: Example<'CorrectResult'> = {
  ...{ type: 'CorrectResult', sha256, symbol: '46/GPXD', reason: 'Sai tên đường', ...counter },
};
const archive: Example<'ArchiveDossier'> = { type: 'ArchiveDossier', ...counter };
const resulting = [propose, deny, approve, number, issue, forward, give, correct, archive];

/** By name, for specs of single rules. */
export const staged = {
  ...{
    assign,
    replace,
    consult,
    opinion,
    silence,
    verification,
    request,
    submit,
    agree,
    lapse,
    halt,
    ask,
    withdraw,
    reject,
  },
  ...{ apology, prediction, declaration, recomputation, revised, tooLate, offer, untaken, lapsed },
  ...{ competent, counter },
  ...{ propose, deny, approve, number, issue, forward, give, correct, archive },
};

/** One of each, of a dossier whose one-stop unit is competent itself. */
const working: readonly DossierCommand[] = [
  ...[
    assign,
    replace,
    consult,
    opinion,
    silence,
    verification,
    request,
    submit,
    agree,
    lapse,
    halt,
    ask,
    withdraw,
    reject,
  ],
  ...[apology, prediction, declaration, recomputation, tooLate, ...resulting],
];

/** What is told amiss at the counter. */
const amiss: readonly (readonly [name: string, command: DossierCommand])[] = [
  ['SubmitDossier, of no procedure in force', { ...submission, rules: undefined } as never],
  ['SubmitDossier, in a closed channel', { ...submission, channel: 'kiosk' }],
  ['SubmitDossier, by a closed agency', { ...submission, agencyClosed: true }],
  ['SubmitDossier, by an import', { ...submission, isImport: true }],
  ['SubmitDossier, of an unknown applicant', { ...submission, unknownApplicant: true }],
  [
    'SubmitDossier, by an unknown proxy',
    { ...submission, channel: 'proxy', proxyRef: dossierId, unknownProxy: true },
  ],
  [
    'AcceptHandoff, a mandatory component missing',
    {
      ...taking,
      items: items.map((each) => (each.key === 'ban-ve' ? { ...each, answer: 'missing' } : each)),
    },
  ],
  ['AcceptHandoff, not of everything', { ...taking, items: [] }],
  ['AcceptDossier, by the other agency', { ...acceptance, ...competent }],
];

export const stagedCommands = [
  ...[...examples, ...working].map((command) => [command.type, command] as const),
  ...linkedExamples,
  ...amiss,
];

const submitted = [submission];
const accepted = [...submitted, acceptance];

/** How a dossier comes to each stage. */
export const stagedWays: Readonly<
  Record<
    | Exclude<DossierStage, 'unversioned'>
    | 'absent'
    | 'Accepted, offered'
    | 'Routed, offered'
    | 'InProcess, offered'
    | 'AwaitingSupplement, with legs',
    readonly DossierCommand[]
  >
> = {
  absent: [],
  Submitted: submitted,
  IntakeSupplement: [...submitted, guidance],
  NotAccepted: [...submitted, refusal],
  Accepted: accepted,
  'Accepted, offered': [...accepted, offer(pendingId)],
  Routed: [...accepted, linked.fix],
  'Routed, offered': [...accepted, linked.fix, offer(pendingId)],
  InProcess: [...accepted, assign],
  'InProcess, offered': [...accepted, assign, offer(pendingId)],
  AwaitingSupplement: [...accepted, assign, request, submit],
  'AwaitingSupplement, with legs': [...accepted, linked.fix, linked.ask, submit],
  WithdrawalPending: [...accepted, assign, ask],
  Withdrawn: [...accepted, assign, ask, withdraw],
  Stopped: [...accepted, assign, halt],
  AwaitingApproval: [...accepted, assign, propose],
  Approved: [...accepted, assign, propose, approve],
  ResultIssued: [...accepted, assign, propose, approve, number],
  Finished: [...accepted, assign, propose, approve, number, forward],
  Returned: [...accepted, assign, propose, approve, number, forward, give],
  Archived: [...accepted, assign, propose, approve, number, forward, give, archive],
};
export const stagedStates = Object.entries(stagedWays).map(
  ([status, commands]) => [status, play(dossierDecider, commands).state] as const,
);

/** Stage and custody, as the page names them. */
export function stagedStatus(state: DossierState): string {
  if (state.status === 'absent') return state.status;
  if (state.stage === 'AwaitingSupplement' && state.file?.link !== undefined)
    return `${state.stage}, with legs`;
  return state.status === 'offered' ? `${state.stage}, offered` : state.stage;
}

/** Every command that matters at the counter, to find each refusal in any state they lead to. */
export const intakeCommands: readonly DossierCommand[] = [
  ...[...examples, ...amiss.map(([, command]) => command)].filter(({ type }) => !type.endsWith('Handoff')),
  { ...submission, channel: 'proxy' },
  { ...submission, components: [form, { ...drawings, originals: 1 }] },
  { ...submission, components: [drawings] },
  { ...submission, components: [{ key: 'khac', originals: 0 }] },
  { ...submission, channel: 'post' },
  { ...submission, reuseNotFound: ['to-khai'] },
  { ...submission, linkedTo: { dossierId: nextId, as: 'follows' }, linkNotFound: true },
  { ...submission, notUploaded: ['to-khai'] },
  { ...submission, contentMissing: ['to-khai'] },
  { type: 'RecordPostalHandover', handedOverAt: at, slip: 'EE1', postman: 'BD-1', ...competent },
  {
    type: 'RecordPostalHandover',
    handedOverAt: '2026-11-27T02:00:00.000Z',
    slip: 'EE1',
    postman: 'BD-1',
    ...counter,
  },
  { ...guidance, wanting: [{ key: 'khac', detail: 'x' }] },
  { ...guidance, answerByDate: '2026-11-25' },
  { ...guidance, ...competent },
  { type: 'ReceiveIntakeSupplement', components: [drawings], reuseNotFound: [], ...competent },
  { type: 'ReceiveIntakeSupplement', components: [drawings], reuseNotFound: ['ban-ve'], ...counter },
  {
    ...{ type: 'ReceiveIntakeSupplement', components: [drawings], reuseNotFound: [] },
    ...{ notUploaded: ['ban-ve'], ...counter },
  },
  {
    ...{ type: 'ReceiveIntakeSupplement', components: [drawings], reuseNotFound: [] },
    ...{ contentMissing: ['ban-ve'], ...counter },
  },
  {
    type: 'ReceiveIntakeSupplement',
    components: [{ key: 'khac', originals: 0 }],
    reuseNotFound: [],
    ...counter,
  },
  {
    ...{ type: 'ReceiveIntakeSupplement', components: [drawings], reuseNotFound: [] },
    ...counter,
    at: '2026-12-20T02:00:00.000Z',
  },
  { ...refusal, ...competent },
  { ...acceptance, at: '2031-11-26T02:00:00.000Z' },
];

const routed: DossierRules = {
  ...rules,
  route: {
    ...{ mode: 'sequential', lead: competent.by },
    legs: [{ agency: competent.by, task: 'Thẩm định', time: { amount: 2, unit: 'working-days' } }],
  },
};

/** Every command that matters of hand-offs along a route. */
export const routedCommands: readonly DossierCommand[] = [
  { ...submission, rules: routed },
  acceptance,
  ...examples.filter(({ type }) => type.endsWith('Handoff')),
  { ...offer(pendingId) },
  { ...offer(nextId), to: 'H26.3' },
  { ...offer(nextId), ...competent, to: counter.by },
  { ...taking, items: [] },
  { ...taking, items: [...items, { key: 'khac', answer: 'wrong', originals: 0 }] },
  { ...taking, items: items.map((each) => ({ ...each, originals: 9 })) },
  { ...taking, at: '2031-11-26T02:00:00.000Z' },
  { ...taking, ...counter },
  assign,
  // Of another one that had it offered.
  ...examples.flatMap((command) =>
    'by' in command && command.by === counter.by ? [{ ...command, ...competent }] : [],
  ),
];

/** Every command that matters of an interlinked dossier and its papers; of one whose procedure names a route, too. */
export const linkedCommands: readonly (readonly DossierCommand[])[] = [rules, routed].map((under) => [
  { ...submission, rules: under },
  acceptance,
  ...[offer(pendingId), taking],
  ...linkedVariants,
]);

const ofOther = (commands: readonly DossierCommand[]) =>
  commands.flatMap((command) => ('by' in command ? [{ ...command, by: competent.by }] : []));
/** In process at the agency that took it in, after another one had it offered. */
const inProcess = [
  submission,
  acceptance,
  assign,
  offer(pendingId),
  examples.find(({ type }) => type === 'ReturnHandoff'),
];
const begun = inProcess.filter((command) => command !== undefined);

/** Every command that matters of opinions and findings. */
export const processCommands: readonly DossierCommand[] = [
  ...begun,
  ...[consult, opinion, silence, verification],
  { ...consult, to: counter.by },
  { ...consult, recipientKnown: false, to: 'H26.9' },
  { ...consult, to: 'H26.8', closed: [{ code: 'H26.8', successors: ['H26.3', 'H26.4'] }] },
  { ...consult, answerBy: at },
  { ...opinion, ...counter },
  { ...opinion, consultationId: nextId },
  { ...verification, verifiedAt: '2026-11-27T02:00:00.000Z' },
  ...ofOther([assign, consult, verification]),
];

/** Every command that matters while the clock stands still. */
export const supplementCommands: readonly DossierCommand[] = [
  ...begun,
  ...[request, submit, agree, lapse, halt, ask, withdraw, reject],
  { ...request, at: '2026-12-02T02:00:00.000Z' },
  { ...request, at: '2031-12-02T02:00:00.000Z' },
  { ...request, wanting: [{ key: 'khac', detail: 'x' }] },
  { ...submit, components: [{ key: 'khac', originals: 0 }] },
  { ...submit, components: [{ ...drawings, originals: 1 }] },
  { ...submit, components: [{ ...drawings, originals: 0 }] },
  { ...submit, reuseNotFound: ['ban-ve'] },
  { ...submit, notUploaded: ['ban-ve'] },
  { ...submit, contentMissing: ['ban-ve'] },
  { ...submit, at: lapsed },
  { ...agree, at: '2031-12-02T02:00:00.000Z' },
  { ...lapse, at },
  { ...assign, at: '2031-12-02T02:00:00.000Z' },
  ...ofOther([request, submit, agree, lapse, halt, ask, withdraw, reject]),
];

/** Every command that matters about the appointment. */
export const appointmentCommands: readonly DossierCommand[] = [
  ...begun,
  ...[apology, prediction, declaration, recomputation, halt],
  { ...apology, at: '2026-12-01T02:00:00.000Z' },
  { ...apology, newDueDate: '2026-11-30' },
  { ...apology, newDueDate: '2031-11-30' },
  ...ofOther([apology]),
];

/** Documents that are not the result: not sealed, of other bytes, without a signature. */
const notTheResult = [
  { ...document, status: 'Recalled' },
  { ...document, contents: ['c'.repeat(64)] },
  { ...document, signatures: [] },
];
const correction: Example<'CorrectResult'> = { ...correct, symbol: '47/GPXD', documentId };

/** Every command that matters of its result, here and at an agency that hands it back. */
export const resultCommands: readonly DossierCommand[] = [
  ...begun,
  taking,
  ...resulting,
  { ...approve, outcome: 'refused', reason },
  { ...approve, reason },
  { ...submission, rules: { ...rules, resultDocument: true } },
  { ...number, documentDate: '2026-11-27' },
  ...[undefined, ...notTheResult].flatMap((each) => [
    { ...issue, ...(each === undefined ? { document: undefined } : { document: each }) } as DossierCommand,
    {
      ...correction,
      ...(each === undefined ? { document: undefined } : { document: each }),
    } as DossierCommand,
  ]),
  { ...give, channel: 'counter' },
  { ...offer(nextId), ...competent, to: counter.by },
  { ...taking, ...counter, handoffId: nextId },
  ...ofOther(resulting),
];
