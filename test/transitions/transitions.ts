import { type OperationName, operations } from '@contracts';
import { type AgencyCommand, agencyDecider } from '@domain/agency';
import { type CalendarCommand, calendarDecider } from '@domain/calendar';
import type { Decider, Fact } from '@domain/decider';
import { type DeliveryCommand, deliveryDecider } from '@domain/delivery';
import { type DocumentCommand, documentDecider } from '@domain/document';
import { type DossierCommand, dossierDecider } from '@domain/dossier';
import { type LegCommand, legDecider } from '@domain/leg';
import { type ProcedureCommand, procedureDecider } from '@domain/procedure';
import { type SystemCommand, systemDecider } from '@domain/system';
import { agencyCommands, agencySentBy, agencyStates, agencyStatus } from './agency-examples';
import { calendarCommands, calendarStates } from './calendar-examples';
import { examples, lives } from './delivery-examples';
import { documentExamples, documentStates } from './document-examples';
import { dossierCommands, dossierSentBy, dossierStates } from './dossier-examples';
import { legCommands, legSentBy, legStates, legStatus } from './leg-examples';
import { linkedSentBy } from './linked-examples';
import { procedureCommands, procedureSentBy, procedureStates, procedureStatus } from './procedure-examples';
import { stagedCommands, stagedSentBy, stagedStates, stagedStatus } from './staged-examples';
import { systemCommands, systemSentBy, systemStates } from './system-examples';

/** A command under the name that the table gives it. */
type Named<C> = readonly [name: string, command: C];

export const theHouse = 'the house itself';
/** The operation at the edge, or that no officer does it. */
export type ActOf = OperationName | typeof theHouse;

/** The act at the edge behind each command: its roles stand in the table of operations. */
const documentActs: Readonly<Record<DocumentCommand['type'], ActOf>> = {
  DraftDocument: 'draftDocument',
  CorrectDraft: 'correctDraft',
  ReturnDraft: 'returnDraft',
  HandOverDraft: 'handOverDesk',
  DiscardDraft: 'discardDraft',
  SignDocument: 'signDocument',
  NumberDocument: 'numberDocument',
  VoidDocumentNumber: 'voidNumber',
  SealDocument: 'sealDocument',
  RegisterDocument: 'registerDocument',
  IssueDocument: 'issueDocument',
  OrderRecall: 'orderRecall',
  WithdrawRecallOrder: 'withdrawRecallOrder',
  SettleRecall: theHouse,
  RecordReplacement: theHouse,
  UpdateDocument: 'updateDocument',
  RecordCorrection: theHouse,
};
const deliveryActs: Readonly<Record<DeliveryCommand['type'], ActOf>> = {
  RequestDelivery: theHouse,
  RecordDispatch: 'recordDispatch',
  RecordAttemptFailure: 'recordAttemptFailure',
  RecordFailure: 'recordFailure',
  RetryDelivery: 'retryDelivery',
  CancelDelivery: 'cancelDelivery',
  RecordArrival: theHouse,
  SuspectDuplicate: theHouse,
  DecideDuplicate: 'decideDuplicate',
  RefuseReceipt: 'refuseReceipt',
  AcceptReceipt: 'acceptReceipt',
  AssignProcessing: 'assignProcessing',
  ReassignProcessing: 'reassignProcessing',
  StartProcessing: 'startProcessing',
  CompleteProcessing: 'completeProcessing',
  RequestRecall: 'takeBack',
  WithdrawRecallRequest: 'withdrawTakeBack',
  AgreeToRecall: 'agreeToRecall',
  RefuseRecall: 'refuseRecall',
  CloseRecallDispute: 'closeRecallDispute',
  RequestUpdate: 'updateDocument',
  AgreeToUpdate: 'agreeToUpdate',
  RefuseUpdate: 'refuseUpdate',
  SupersedeDocument: theHouse,
  RecordStatus: 'recordStatus',
  RecordSilence: theHouse,
};

/** How officials call each state. */
const vietnamese: Readonly<Record<string, string>> = {
  absent: 'chưa có',
  Draft: 'dự thảo',
  Returned: 'trả lại để sửa',
  Discarded: 'đã hủy dự thảo',
  Signed: 'đã ký',
  Numbered: 'đã cấp số',
  Sealed: 'đã ký số của cơ quan',
  Registered: 'đã đăng ký',
  Issued: 'đã phát hành',
  Recalling: 'đang thu hồi',
  Recalled: 'đã thu hồi',
  Replaced: 'đã được thay thế',
  Queued: 'chờ gửi',
  InTransit: 'đang chuyển',
  Failed: 'gửi lỗi',
  Arrived: 'đã đến',
  Refused: 'từ chối tiếp nhận',
  Accepted: 'đã tiếp nhận',
  Assigned: 'phân công',
  InProcess: 'đang xử lý',
  Completed: 'hoàn thành',
  RecallPending: 'chờ trả lời thu hồi',
  RecallDisputed: 'bất đồng về thu hồi',
  UpdatePending: 'chờ trả lời cập nhật',
  Cancelled: 'đã hủy',
  Superseded: 'đã có văn bản thay thế',
  held: 'đang giữ',
  Submitted: 'đã nộp',
  IntakeSupplement: 'chờ bổ sung khi tiếp nhận',
  NotAccepted: 'không được tiếp nhận',
  'Accepted, offered': 'đã tiếp nhận, chờ nhận',
  Routed: 'đang giải quyết liên thông',
  'Routed, offered': 'đang giải quyết liên thông, chờ nhận',
  'InProcess, offered': 'đang xử lý, chờ nhận',
  AwaitingSupplement: 'chờ bổ sung',
  WithdrawalPending: 'yêu cầu rút',
  Withdrawn: 'đã rút',
  Stopped: 'dừng xử lý',
  AwaitingApproval: 'chờ phê duyệt',
  ResultIssued: 'đã phát hành kết quả',
  Finished: 'đã xử lý xong',
  Archived: 'đã lưu trữ',
  offered: 'chờ nhận',
  completed: 'đã kết thúc',
  open: 'đang hoạt động',
  closed: 'đã chấm dứt hoạt động',
  issued: 'đã công bố',
  published: 'đã ban hành',
  abolished: 'đã bãi bỏ',
  awaiting: 'chờ phê duyệt kết nối',
  approved: 'được kết nối',
  rejected: 'không được kết nối',
  revoked: 'đã thu hồi kết nối',
};

const told = { description: 'tệp hỏng', reasonCode: 'integrity' } as const;
const silences = [
  'AcknowledgementOverdue',
  'SameDayReceiptMissed',
  'SubmissionOverdue',
  'DueDateNear',
  'DueDatePassed',
  'RecallUnanswered',
] as const;
const dispute = examples.CloseRecallDispute;

/** Where one command has several outcomes, one row for each. */
const variants: Partial<Record<DeliveryCommand['type'], readonly Named<DeliveryCommand>[]>> = {
  RecordAttemptFailure: [
    ['RecordAttemptFailure', examples.RecordAttemptFailure],
    ['RecordAttemptFailure, the tenth', { ...examples.RecordAttemptFailure, attempt: 10 }],
  ],
  RequestRecall: [
    ['RequestRecall, take-back', examples.RequestRecall],
    ['RequestRecall, formal', { ...examples.RequestRecall, form: 'formal' }],
  ],
  CloseRecallDispute: [
    ['CloseRecallDispute, kept', dispute],
    ['CloseRecallDispute, cancelled', { ...dispute, outcome: 'cancelled' }],
  ],
  RecordStatus: ['01', '02', '03', '04', '05', '06', '15', '16'].map((statusCode): Named<DeliveryCommand> => [
    `RecordStatus ${statusCode}`,
    { ...examples.RecordStatus, ...told, statusCode },
  ]),
  RecordSilence: silences.map((silence): Named<DeliveryCommand> => [
    `RecordSilence, ${silence}`,
    { ...examples.RecordSilence, silence },
  ]),
};

interface Table<C, E extends Fact, S> {
  readonly decider: Decider<C, E, S, string>;
  readonly states: readonly (readonly [status: string, state: S])[];
  readonly statusOf: (state: S) => string;
  readonly commands: readonly Named<C>[];
  readonly actOf: (command: C) => ActOf;
  readonly sideOf: (command: C) => string;
  readonly words?: Readonly<Record<string, string>>;
}

interface Asked<C> {
  readonly from: string;
  readonly name: string;
  readonly command: C;
  readonly act: ActOf;
}
export interface Transition<C> extends Asked<C> {
  readonly facts: readonly string[];
  readonly to: string;
}
export interface Refusal<C> extends Asked<C> {
  readonly refused: string;
}

const rolesOf = (act: ActOf, side: string): string => {
  if (act === theHouse) return act;
  const { allow } = operations[act];
  return `${(allow as readonly string[]).join(', ')}${side}`;
};

const sideOf = (command: DeliveryCommand): string => {
  if (!('by' in command)) return '';
  return command.by === examples.RequestDelivery.from ? ' of the sender' : ' of the recipient';
};

/** The recall of the whole document is ordered at the document, and each delivery is asked for it. */
const actBehind = (command: DeliveryCommand) =>
  command.type === 'RequestRecall' && command.form === 'formal' ? 'orderRecall' : deliveryActs[command.type];

const dossierActsBy: Readonly<Partial<Record<DossierCommand['type'], ActOf>>> = {
  ...dossierSentBy,
  ...stagedSentBy,
  ...linkedSentBy,
};

/** Which agency does it to a dossier; where nothing is said, its holder. */
const dossierSides: Readonly<Partial<Record<DossierCommand['type'], string>>> = {
  OpenDossier: '',
  SubmitDossier: '',
  AcceptHandoff: ' of the recipient',
  ReturnHandoff: ' of the recipient',
  RecallHandoff: ' of the giver',
  AnswerConsultation: ' of the consulted agency',
  SubmitSupplement: ' of the one-stop unit',
  AcceptSupplement: ' of the one-stop unit',
  LapseSupplement: ' of the one-stop unit',
  RequestWithdrawal: ' of the one-stop unit',
  ReturnResult: ' of the one-stop unit',
  FixRoute: ' of the one-stop unit',
  ConsolidateResults: ' of the lead agency',
  RefuseLinkedDossier: ' of the lead agency',
  ContinueLinkedDossier: ' of the lead agency',
};

/** Where one word of two machines is not the same for officials. */
const ofDossiers: Readonly<Record<string, string>> = {
  Returned: 'đã trả kết quả',
  'AwaitingSupplement, with legs': 'chờ bổ sung, đang liên thông',
};

/** Every command in every state that leaves facts or is refused; what is recorded already is neither. */
function answersIn<C, E extends Fact, S>(table: Table<C, E, S>) {
  const transitions: Transition<C>[] = [];
  const refusals: Refusal<C>[] = [];
  for (const [from, state] of table.states) {
    for (const [name, command] of table.commands) {
      const asked = { from, name, command, act: table.actOf(command) };
      const decision = table.decider.decide(command, state);
      if ('refused' in decision) refusals.push({ ...asked, refused: decision.refused });
      else if (decision.events.length > 0) {
        const after = decision.events.reduce((now, event) => table.decider.evolve(now, event), state);
        transitions.push({
          ...asked,
          facts: decision.events.map(({ type }) => type),
          to: table.statusOf(after),
        });
      }
    }
  }
  return { transitions, refusals };
}

/** Each command with the states that refuse it, by refusal. */
function refusalRows<C>(refusals: readonly Refusal<C>[], names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const inStates = new Map<string, string[]>();
    for (const { from, refused } of refusals.filter((each) => each.name === name)) {
      inStates.set(refused, [...(inStates.get(refused) ?? []), from]);
    }
    const told = [...inStates].map(([refused, where]) => `\`${refused}\` in ${where.join(', ')}`);
    return told.length === 0 ? [] : [`| ${name} | ${told.join('; ')} |`];
  });
}

function sectionOf<C, E extends Fact, S>(title: string, table: Table<C, E, S>): string[] {
  const { transitions, refusals } = answersIn(table);
  const { commands, sideOf, words = {} } = table;
  const named = (status: string): string => `${status} (${words[status] ?? vietnamese[status]})`;
  return [
    `## ${title}`,
    '',
    '| From | Command | Who | Facts | To |',
    '| --- | --- | --- | --- | --- |',
    ...transitions.map(({ from, name, command, act, facts, to }) => {
      const end = to === from ? 'same' : named(to);
      return `| ${named(from)} | ${name} | ${rolesOf(act, sideOf(command))} | ${facts.join(' + ')} | ${end} |`;
    }),
    '',
    '| Command | Refused with |',
    '| --- | --- |',
    ...refusalRows(
      refusals,
      commands.map(([name]) => name),
    ),
    '',
  ];
}

const statusOf = ({ status }: { readonly status: string }): string => status;

const documentTable = {
  decider: documentDecider,
  states: documentStates,
  statusOf,
  commands: Object.entries<DocumentCommand>(documentExamples),
  actOf: ({ type }: DocumentCommand) => documentActs[type],
  sideOf: () => '',
};
const deliveryTable = {
  decider: deliveryDecider,
  states: Object.entries(lives).map(([status, { state }]) => [status, state] as const),
  statusOf,
  commands: Object.values<DeliveryCommand>(examples).flatMap(
    (command) => variants[command.type] ?? [[command.type, command] as const],
  ),
  actOf: actBehind,
  sideOf,
};
const dossierTable = {
  decider: dossierDecider,
  states: dossierStates,
  statusOf,
  commands: dossierCommands,
  actOf: ({ type }: DossierCommand) => dossierActsBy[type] ?? theHouse,
  sideOf: ({ type }: DossierCommand) => dossierSides[type] ?? ' of the holder',
};
const stagedTable = {
  ...dossierTable,
  states: stagedStates,
  statusOf: stagedStatus,
  commands: stagedCommands,
  // With its legs, it is theirs who answers for the whole.
  sideOf: (command: DossierCommand) =>
    command.type === 'RequestSupplement' && command.standings !== undefined
      ? ' of the lead agency'
      : dossierTable.sideOf(command),
  words: ofDossiers,
};
/** Who does it to a leg; where nothing is said, the agency that has it. */
const legSides: Readonly<Partial<Record<LegCommand['type'], string>>> = {
  ProposeRerouting: ' of the one-stop unit',
  AgreeToRerouting: ' of the lead agency',
};
const legActsBy: Readonly<Partial<Record<LegCommand['type'], ActOf>>> = legSentBy;
const legTable = {
  decider: legDecider,
  states: legStates,
  statusOf: legStatus,
  commands: legCommands,
  actOf: ({ type }: LegCommand) => legActsBy[type] ?? theHouse,
  sideOf: ({ type }: LegCommand) => legSides[type] ?? ' of its agency',
  words: {
    ...{ Pending: 'chờ nhận', Active: 'đang thực hiện', Returned: 'bị trả lại, chờ cơ quan khác' },
    ...{
      'Active, upward': 'đang thực hiện ở cấp trên',
      'Active, proposed': 'đang thực hiện, đề nghị chuyển',
      'Active, standing still': 'đang thực hiện, tạm dừng chờ bổ sung',
    },
    ...{ Done: 'đã có kết quả', Refused: 'từ chối giải quyết', Closed: 'đã kết thúc cùng hồ sơ' },
  },
};
const agencyTable = {
  decider: agencyDecider,
  states: agencyStates,
  statusOf: agencyStatus,
  commands: agencyCommands,
  actOf: ({ type }: AgencyCommand) => (type === 'RecordSuccession' ? theHouse : agencySentBy[type]),
  sideOf: () => '',
};

const procedureTable = {
  decider: procedureDecider,
  states: procedureStates,
  statusOf: procedureStatus,
  commands: procedureCommands,
  actOf: ({ type }: ProcedureCommand) => procedureSentBy[type],
  sideOf: () => '',
};

const calendarTable = {
  decider: calendarDecider,
  states: calendarStates,
  statusOf,
  commands: calendarCommands,
  actOf: ({ type }: CalendarCommand): ActOf => (type === 'ReviseCalendar' ? 'reviseCalendar' : theHouse),
  sideOf: () => '',
};

const systemTable = {
  decider: systemDecider,
  states: systemStates,
  statusOf,
  commands: systemCommands,
  actOf: ({ type }: SystemCommand) => systemSentBy[type],
  sideOf: (command: SystemCommand) => ('by' in command ? ' of the owner' : ''),
};

/** A1 and A2 as data: for what tries each row on the real parts. */
export const documentAnswers = () => answersIn(documentTable);
export const deliveryAnswers = () => answersIn(deliveryTable);

const derived =
  'What the decider answers, derived from it by `npm run transitions` and held current by a spec:';

const exchangePage = (): string[] => [
  '# Transitions of a document and of its deliveries',
  '',
  'What the deciders answer, derived from them by `npm run transitions` and held current by a spec: each command on a',
  'document or delivery that came to each state on the usual way. A command that says what is recorded already leaves',
  'no fact and is in neither table; what an agency may not do at all is refused before its state is looked at.',
  '`test/flows/every-transition.house.spec.ts` makes each row and each refusal happen in the running services.',
  '',
  ...sectionOf('A1. The document at its sender', documentTable),
  ...sectionOf('A2. Its delivery at one recipient', deliveryTable),
];

const dossiersPage = (): string[] => [
  '# Transitions of a dossier',
  '',
  `${derived} each command of the`,
  'agency that opened a dossier and holds it, and of another one that had it offered and returned it. A command that says',
  'what is recorded already leaves no fact and is in neither table. An agency that is no party to the dossier is answered',
  '`not-found`, whatever it does with it.',
  '',
  ...sectionOf('The dossier between two agencies', dossierTable),
  'One that was submitted under a version of its procedure stands at a stage as well:',
  '',
  ...sectionOf('B. The dossier in its procedure', stagedTable),
  'Each leg of an interlinked dossier has a history of its own; where the dossier stands follows from them:',
  '',
  ...sectionOf('B2. A leg of an interlinked dossier', legTable),
];

const directoryPage = (): string[] => [
  '# Transitions of an agency, of a procedure, of the work calendar and of a connected system',
  '',
  `${derived} each command at an agency`,
  'that nobody registered yet, that is open, with officers, a delegation, a lent desk and a certificate, and that is closed. A command',
  'that says what is recorded already leaves no fact and is in neither table. The house records a succession when a',
  'predecessor was closed, and as the first step of a merger. What follows from the neighbours (the agency above,',
  'successors, whoever holds a code or a certificate) and from the dates of a command has its refusals as well: the API page',
  'names those of each operation.',
  '',
  ...sectionOf('The agency on the day of the command', agencyTable),
  'A procedure of the catalogue that nobody issued yet, that was issued, and that was abolished. What is wrong with a',
  'version by itself (times, components, fees, agencies of its route) is refused in every state, by the names on the API page.',
  '',
  ...sectionOf('The procedure in the catalogue', procedureTable),
  'The one calendar of the installation. What is wrong with the days of a revision is refused by the names on the API page.',
  '',
  ...sectionOf('The work calendar', calendarTable),
  'A system that connects to the bus: nobody registered it yet, it waits for an operator, it was rejected, it is approved and has',
  'no key, it was revoked. The owner of another system is answered `not-found`, whatever it does with it.',
  '',
  ...sectionOf('The connected system', systemTable),
];

const pageOf = (lines: readonly string[]): string => `${lines.join('\n').trimEnd()}\n`;

/** What the deciders answer, by the app that has them decide. */
export const transitionsPages = (): Readonly<Record<string, string>> => ({
  exchange: pageOf(exchangePage()),
  dossiers: pageOf(dossiersPage()),
  directory: pageOf(directoryPage()),
});
