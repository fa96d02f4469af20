import type { Role } from '@domain/codes';
import type { ProblemName } from './problems';

export const tags = {
  contents: 'Files by their SHA-256 / Tệp theo mã băm SHA-256',
  documents: 'Documents of the own agency / Văn bản đi của cơ quan',
  inbox: 'Documents that came in / Văn bản đến',
  carrier: 'What carriers tell of deliveries / Thông tin từ đơn vị chuyển văn bản',
  registers: 'Registers / Sổ đăng ký văn bản',
  dossiers: 'One-stop dossiers and their hand-offs / Hồ sơ một cửa và bàn giao hồ sơ',
  imports: 'Imported files / Tệp dữ liệu đã nhập',
  audit: 'History from the store of record / Lịch sử từ kho dữ liệu gốc',
  agencies: 'Directory of agencies and officers / Danh bạ cơ quan và cán bộ',
  operations: 'Running the house / Vận hành hệ thống',
  system: 'The system itself / Hệ thống',
} as const;

/**
 * `command` and `upload` write (role `Importer` may do every one of them); `query`, `stream`, `download` and `print`
 * read; `resumable` speaks tus 1.0.0, with no JSON; `open` asks for no token and tells nothing of any agency.
 */
export type Kind = 'command' | 'upload' | 'query' | 'stream' | 'download' | 'print' | 'resumable' | 'open';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** As OpenAPI writes it. */
  readonly path: `/${string}`;
  readonly tag: keyof typeof tags;
  readonly kind: Kind;
  /** Roles that may; `any` is every role of the asker's own agency but the carrier's. */
  readonly allow: readonly Role[] | 'any';
  /** Status when it succeeds. */
  readonly status: 200 | 201 | 204;
  readonly en: string;
  readonly vi: string;
  /** What it may be refused with besides what every operation of its kind is. */
  readonly refusals: readonly ProblemName[];
  /** Where what it creates is found: a path over the parameters of its own path and the fields of its answer. */
  readonly location?: `/${string}`;
}

type Words = readonly [en: string, vi: string];
type Route = readonly [method: Operation['method'], path: Operation['path'], tag: Operation['tag']];

const operation = (
  kind: Kind,
  [method, path, tag]: Route,
  allow: Operation['allow'],
  [en, vi]: Words,
  refusals: readonly ProblemName[] = [],
  status: Operation['status'] = 200,
): Operation => ({ method, path, tag, kind, allow, status, en, vi, refusals });

/** A command that creates something of its own. */
const creating = (
  location: `/${string}`,
  route: Route,
  allow: readonly Role[],
  words: Words,
  refusals: readonly ProblemName[],
): Operation => ({ ...operation('command', route, allow, words, refusals, 201), location });

/** What a file is refused for once all of it is here. */
const ofWholeFiles: readonly ProblemName[] = [
  'content:too-large',
  'content:type-mismatch',
  'content:type-not-taken',
  'content:executable',
  'content:archive-too-much',
  'content:archive-unsafe-name',
];
/** What keeps an upload from beginning, whatever it holds. */
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

/** tus 1.0.0; `Tus-Resumable: 1.0.0` goes with every request but OPTIONS. */
const uploadOperations = {
  getUploadProtocol: operation(
    'resumable',
    ['OPTIONS', '/uploads', 'contents'],
    'any',
    ['What resumable uploads can do (tus 1.0.0)', 'Khả năng tải tệp theo từng phần (tus 1.0.0)'],
    [],
    204,
  ),
  createUpload: operation(
    'resumable',
    ['POST', '/uploads', 'contents'],
    'any',
    ['Begin an upload in parts', 'Bắt đầu tải tệp lên theo từng phần'],
    [...ofRoom, 'content:checksum-mismatch', 'content:hash-mismatch', 'content:upload-busy', ...ofWholeFiles],
    201,
  ),
  getUploadOffset: operation(
    'resumable',
    ['HEAD', '/uploads/{uploadId}', 'contents'],
    'any',
    ['How much of an upload is here', 'Phần đã nhận của tệp đang tải lên'],
    ofUploads,
  ),
  continueUpload: operation(
    'resumable',
    ['PATCH', '/uploads/{uploadId}', 'contents'],
    'any',
    ['Send the next part of an upload', 'Gửi phần tiếp theo của tệp'],
    ['content:wrong-offset', 'content:checksum-mismatch', 'content:disk-reserve', ...ofUploads],
    204,
  ),
  endUpload: operation(
    'resumable',
    ['DELETE', '/uploads/{uploadId}', 'contents'],
    'any',
    ['Give an upload up', 'Hủy tệp đang tải lên'],
    ['content:upload-not-found', 'content:upload-busy'],
    204,
  ),
};

const contentOperations = {
  putContent: operation(
    'upload',
    ['PUT', '/contents/{sha256}', 'contents'],
    'any',
    ['Upload a file under its SHA-256', 'Tải tệp lên theo mã băm SHA-256'],
    ['content:hash-mismatch', 'content:upload-cut', ...ofRoom, ...ofWholeFiles],
    201,
  ),
  getContent: operation(
    'download',
    ['GET', '/documents/{documentId}/contents/{sha256}', 'contents'],
    'any',
    ['Download a file of a document', 'Tải tệp của văn bản'],
    ['content:not-found', 'content:not-readable', 'content:range-not-satisfiable'],
  ),
};

const documentWriting: readonly ProblemName[] = [
  'document:not-found',
  'delivery:not-the-successor',
  'document:idempotency-key-reused',
  'document:occurred-before-history',
];

const signing: readonly ProblemName[] = [
  'document:signature-invalid',
  'document:content-hash-mismatch',
  'document:certificate-not-of-signer',
  'document:signature-expired',
  'document:signature-required',
  'document:too-costly-to-judge',
  'document:too-many-being-judged',
];

const afterIssue: readonly ProblemName[] = [
  'document:not-issued-yet',
  'document:being-recalled',
  'document:already-recalled',
  'document:already-replaced',
];

const documentOperations = {
  draftDocument: creating(
    '/documents/{documentId}',
    ['POST', '/documents', 'documents'],
    ['Drafter', 'Clerk'],
    ['Draft a document', 'Soạn thảo văn bản'],
    [
      'document:unknown-document-type',
      'document:content-not-uploaded',
      'document:content-type-mismatch',
      'document:document-already-drafted',
      'document:answered-document-not-found',
      'document:replaced-document-not-issued',
      'document:replacement-of-another-form',
      'document:corrected-document-not-issued',
      'document:correction-not-by-letter',
      ...documentWriting.slice(2),
      'document:agency-closed',
    ],
  ),
  signDocument: operation(
    'command',
    ['POST', '/documents/{documentId}/signature', 'documents'],
    ['Leader'],
    ['Sign a document', 'Ký văn bản'],
    [
      ...documentWriting,
      'document:already-signed',
      ...signing,
      'document:agency-closed',
      'document:authority-not-delegated',
    ],
  ),
  numberDocument: operation(
    'command',
    ['POST', '/documents/{documentId}/number', 'documents'],
    ['Clerk'],
    ['Give a document its outgoing number', 'Cấp số văn bản đi'],
    [
      ...documentWriting,
      'document:not-signed-yet',
      'document:already-numbered',
      'document:number-was-voided',
      'document:sender-not-registered',
      'document:agency-closed',
      'register:number-voided',
      'register:no-number-for-key',
      'register:idempotency-key-reused',
      'register:occurred-before-history',
    ],
  ),
  sealDocument: operation(
    'command',
    ['POST', '/documents/{documentId}/seal', 'documents'],
    ['Clerk'],
    ["Apply the organisation's signature", 'Ký số của cơ quan, tổ chức'],
    [
      ...documentWriting,
      'document:not-signed-yet',
      'document:not-numbered-yet',
      'document:already-sealed',
      ...signing,
    ],
  ),
  registerDocument: operation(
    'command',
    ['POST', '/documents/{documentId}/registration', 'documents'],
    ['Clerk'],
    ['Enter a document in the outgoing register', 'Đăng ký văn bản đi'],
    [
      ...documentWriting,
      'document:not-signed-yet',
      'document:not-numbered-yet',
      'document:not-sealed-yet',
      'document:already-registered',
    ],
  ),
  issueDocument: operation(
    'command',
    ['POST', '/documents/{documentId}/issue', 'documents'],
    ['Clerk'],
    ['Issue a document to its recipients', 'Phát hành văn bản đến nơi nhận'],
    [
      ...documentWriting,
      'document:not-signed-yet',
      'document:not-numbered-yet',
      'document:not-sealed-yet',
      'document:not-registered-yet',
      'document:already-issued',
      'document:unknown-recipient',
      'document:too-many-recipients-today',
      'document:sender-among-recipients',
      'document:replaced-document-not-issued',
      'document:corrected-document-not-issued',
      'document:recipient-closed',
    ],
  ),
  voidNumber: operation(
    'command',
    ['POST', '/documents/{documentId}/number-void', 'documents'],
    ['Clerk'],
    ['Void the number of a document that was not issued', 'Hủy số văn bản chưa phát hành'],
    [
      ...documentWriting,
      'document:not-signed-yet',
      'document:not-numbered-yet',
      'document:already-issued',
      'document:approver-not-a-leader',
      'register:no-number-for-key',
      'register:idempotency-key-reused',
      'register:occurred-before-history',
    ],
  ),
  orderRecall: operation(
    'command',
    ['POST', '/documents/{documentId}/recall', 'documents'],
    ['Leader'],
    ['Order an issued document back', 'Ra lệnh thu hồi văn bản'],
    [...documentWriting, ...afterIssue, 'document:not-a-recipient', 'document:too-many-recipients-today'],
  ),
  withdrawRecallOrder: operation(
    'command',
    ['POST', '/documents/{documentId}/recall-withdrawal', 'documents'],
    ['Leader'],
    ['Take a recall order back', 'Hủy lệnh thu hồi văn bản'],
    [
      ...documentWriting,
      'document:not-issued-yet',
      'document:not-being-recalled',
      'document:already-recalled',
    ],
  ),
  updateDocument: operation(
    'command',
    ['POST', '/documents/{documentId}/update', 'documents'],
    ['Clerk'],
    ['Update the data or the recipients of an issued document', 'Cập nhật thông tin, nơi nhận của văn bản'],
    [
      ...documentWriting,
      ...afterIssue,
      'document:nothing-to-update',
      'document:unknown-recipient',
      'document:too-many-recipients-today',
      'document:sender-among-recipients',
      'document:not-a-recipient',
      'document:already-a-recipient',
      'document:no-recipient-left',
      'document:recipient-closed',
    ],
  ),
  getDocument: operation(
    'query',
    ['GET', '/documents/{documentId}', 'documents'],
    'any',
    ['A document with its history at each recipient', 'Văn bản và quá trình xử lý tại từng nơi nhận'],
    ['document:not-found'],
  ),
  getOutbox: operation('query', ['GET', '/outbox', 'documents'], 'any', [
    'Documents of the own agency',
    'Văn bản đi',
  ]),
  getDrafts: operation('query', ['GET', '/drafts', 'documents'], 'any', [
    'Drafts of the own agency',
    'Dự thảo văn bản',
  ]),
  getLineage: operation(
    'query',
    ['GET', '/documents/{documentId}/lineage', 'documents'],
    'any',
    [
      'What it replaces, corrects or copies, and what does so to it',
      'Văn bản thay thế, đính chính và bản sao',
    ],
    ['document:not-found'],
  ),
  getConversation: operation(
    'query',
    ['GET', '/documents/{documentId}/conversation', 'documents'],
    'any',
    ['Requests and replies around it', 'Văn bản yêu cầu và văn bản trả lời liên quan'],
    ['document:not-found'],
  ),
  getDocumentEvents: operation(
    'stream',
    ['GET', '/documents/{documentId}/events', 'documents'],
    'any',
    [
      'What happens to it at each recipient, as it happens (server-sent events)',
      'Diễn biến văn bản tại từng nơi nhận theo thời gian thực',
    ],
    ['document:not-found'],
  ),
  search: operation('query', ['GET', '/search', 'documents'], 'any', [
    'Documents of the own agency by words, number, symbol, agency, date',
    'Tìm văn bản theo trích yếu, số, ký hiệu, cơ quan, ngày',
  ]),
  getTodo: operation('query', ['GET', '/todo', 'documents'], 'any', [
    'What a role has to do',
    'Việc cần làm theo vai trò',
  ]),
  getElectronicExchange: operation('query', ['GET', '/statistics/electronic-exchange', 'documents'], 'any', [
    'Share of documents exchanged wholly electronically',
    'Tỷ lệ văn bản trao đổi hoàn toàn trên môi trường điện tử',
  ]),
};

const legWriting: readonly ProblemName[] = [
  'document:not-found',
  'delivery:not-found',
  'delivery:already-refused',
  'delivery:already-cancelled',
  'delivery:already-superseded',
  'delivery:idempotency-key-reused',
  'delivery:occurred-before-history',
  'delivery:not-the-successor',
];
const deliveryWriting: readonly ProblemName[] = [
  ...legWriting,
  'delivery:only-the-recipient',
  'delivery:recall-pending',
  'delivery:recall-disputed',
  'delivery:update-pending',
  'delivery:several-legs',
];
const processing: readonly ProblemName[] = [...deliveryWriting, 'delivery:not-accepted-yet'];

const inboxOperations = {
  getInbox: operation('query', ['GET', '/inbox', 'inbox'], 'any', [
    'Documents that came to the own agency',
    'Văn bản đến',
  ]),
  getInboxCounts: operation('query', ['GET', '/inbox/counts', 'inbox'], 'any', [
    'How many of them stand where',
    'Số lượng văn bản đến theo trạng thái',
  ]),
  getInboxEvents: operation('stream', ['GET', '/inbox/events', 'inbox'], 'any', [
    'What happens to them, as it happens (server-sent events)',
    'Diễn biến văn bản đến theo thời gian thực',
  ]),
  refuseReceipt: operation(
    'command',
    ['POST', '/inbox/{documentId}/refusal', 'inbox'],
    ['Clerk'],
    ['Refuse a document with a reason (02)', 'Từ chối tiếp nhận văn bản, nêu lý do (02)'],
    [...deliveryWriting, 'delivery:already-accepted', 'delivery:reason-required'],
  ),
  acceptReceipt: operation(
    'command',
    ['POST', '/inbox/{documentId}/receipt', 'inbox'],
    ['Clerk'],
    ['Receive a document under its incoming number (03)', 'Tiếp nhận và vào sổ văn bản đến (03)'],
    [
      ...deliveryWriting,
      'delivery:already-accepted',
      'delivery:signature-invalid',
      'delivery:duplicate-undecided',
      'register:number-voided',
      'register:no-number-for-key',
      'register:idempotency-key-reused',
      'register:occurred-before-history',
    ],
  ),
  assignProcessing: operation(
    'command',
    ['POST', '/inbox/{documentId}/assignment', 'inbox'],
    ['Leader'],
    ['Assign the processing to officers (04)', 'Phân công xử lý văn bản (04)'],
    [...processing, 'delivery:already-assigned', 'delivery:assignee-not-found'],
  ),
  startProcessing: operation(
    'command',
    ['POST', '/inbox/{documentId}/start', 'inbox'],
    ['Specialist', 'Leader'],
    ['Start the processing (05)', 'Bắt đầu xử lý văn bản (05)'],
    [...processing, 'delivery:not-assigned-yet', 'delivery:not-the-assignee', 'delivery:already-completed'],
  ),
  completeProcessing: operation(
    'command',
    ['POST', '/inbox/{documentId}/completion', 'inbox'],
    ['Specialist', 'Leader', 'Clerk'],
    ['Complete the processing (06)', 'Hoàn thành xử lý văn bản (06)'],
    [
      ...processing,
      'delivery:not-assigned-yet',
      'delivery:not-the-assignee',
      'delivery:already-completed',
      'delivery:reply-not-issued',
      'delivery:reply-answers-another',
    ],
  ),
};

const answering = (
  path: string,
  words: Words,
  refusals: readonly ProblemName[],
  allow: readonly Role[] = ['Clerk'],
): Operation =>
  operation('command', ['POST', `/inbox/{documentId}/${path}`, 'inbox'], allow, words, [
    ...deliveryWriting,
    ...refusals,
  ]);

const answeringOperations = {
  decideDuplicate: answering(
    'duplicate-decision',
    ['Decide whether a document came twice', 'Xác định văn bản đến có bị trùng hay không'],
    ['delivery:no-duplicate-suspected', 'delivery:duplicate-already-decided'],
  ),
  reassignProcessing: answering(
    'reassignment',
    ['Assign the processing to other officers (04)', 'Phân công lại việc xử lý văn bản (04)'],
    [
      'delivery:not-accepted-yet',
      'delivery:not-assigned-yet',
      'delivery:assignee-not-found',
      'delivery:already-completed',
      'delivery:reason-required',
    ],
    ['Leader'],
  ),
  agreeToRecall: answering(
    'recall-agreement',
    ['Give a document back that its sender recalls (15)', 'Đồng ý thu hồi, lấy lại văn bản (15)'],
    ['delivery:no-recall-pending'],
  ),
  refuseRecall: answering(
    'recall-refusal',
    [
      'Keep a document that its sender recalls, with a reason (16)',
      'Từ chối thu hồi, lấy lại, nêu lý do (16)',
    ],
    ['delivery:no-recall-pending', 'delivery:reason-required'],
  ),
  agreeToUpdate: answering(
    'update-agreement',
    ['Take over the changes of an update (15)', 'Đồng ý cập nhật văn bản (15)'],
    ['delivery:no-update-pending'],
  ),
  refuseUpdate: answering(
    'update-refusal',
    ['Refuse the changes of an update, with a reason (16)', 'Từ chối cập nhật văn bản, nêu lý do (16)'],
    ['delivery:no-update-pending', 'delivery:reason-required'],
  ),
};

const atOneRecipient = (
  path: string,
  words: Words,
  refusals: readonly ProblemName[],
  allow: readonly Role[] = ['Clerk'],
): Operation =>
  operation(
    'command',
    ['POST', `/documents/{documentId}/deliveries/{agency}/${path}`, 'documents'],
    allow,
    words,
    [...legWriting, 'delivery:only-the-sender', ...refusals],
  );

const deliveryOperations = {
  cancelDelivery: atOneRecipient(
    'cancellation',
    ['Stop a delivery that has not left', 'Hủy lượt gửi chưa chuyển đi'],
    ['delivery:already-dispatched', 'delivery:already-arrived'],
  ),
  retryDelivery: atOneRecipient(
    'retry',
    ['Send a failed delivery again', 'Gửi lại lượt gửi bị lỗi'],
    ['delivery:not-failed', 'delivery:already-arrived'],
  ),
  takeBack: atOneRecipient(
    'take-back',
    ['Ask one recipient to give a document back (13)', 'Đề nghị một nơi nhận trả lại văn bản (13)'],
    ['delivery:not-arrived-yet', 'delivery:recall-pending', 'delivery:recall-disputed'],
  ),
  withdrawTakeBack: atOneRecipient(
    'take-back-withdrawal',
    ['No longer ask for it back', 'Rút đề nghị lấy lại văn bản'],
    ['delivery:no-recall-pending', 'delivery:formal-recall-pending'],
  ),
  closeRecallDispute: atOneRecipient(
    'dispute-closing',
    ['Close the dispute about a recall by a decision', 'Kết thúc bất đồng về thu hồi bằng một quyết định'],
    ['delivery:no-recall-dispute'],
    ['Leader'],
  ),
};

const carriers: readonly Role[] = ['AxisAdapter'];
const telling = (path: string, words: Words, refusals: readonly ProblemName[] = []): Operation =>
  operation(
    'command',
    ['POST', `/carrier/deliveries/{documentId}/{agency}/${path}`, 'carrier'],
    carriers,
    words,
    [
      'delivery:not-found',
      'delivery:idempotency-key-reused',
      'delivery:occurred-before-history',
      ...refusals,
    ],
  );
const underWay: readonly ProblemName[] = [
  'delivery:already-arrived',
  'delivery:already-failed',
  'delivery:already-refused',
  'delivery:already-cancelled',
  'delivery:already-superseded',
];

const carrierOperations = {
  recordDispatch: telling(
    'dispatch',
    ['The carrier took it', 'Đơn vị chuyển đã nhận văn bản'],
    [...underWay, 'delivery:already-dispatched'],
  ),
  recordAttemptFailure: telling(
    'attempt-failure',
    ['It could not be brought this time', 'Lần chuyển này không thành công'],
    underWay,
  ),
  recordFailure: telling('failure', ['It cannot be brought', 'Không chuyển được văn bản'], underWay),
  recordArrival: telling('arrival', ['It is at the recipient (01)', 'Văn bản đã đến nơi nhận (01)']),
  recordStatus: telling(
    'status',
    ['A status of the recipient (01 to 06, 15, 16)', 'Trạng thái do nơi nhận báo (01 đến 06, 15, 16)'],
    ['delivery:reason-required'],
  ),
};

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

const printing: readonly ProblemName[] = [
  'register:too-long-for-workbook',
  'register:too-costly-to-print',
  'register:too-many-being-printed',
];

const registerOperations = {
  recordOutgoingPaper: creating(
    '/registers/outgoing/{year}',
    ['POST', '/registers/outgoing/{year}/paper-entries', 'registers'],
    ['Clerk'],
    ['Give a document on paper its outgoing number', 'Cấp số, đăng ký văn bản đi chỉ có bản giấy'],
    [...onPaper, 'register:date-outside-book'],
  ),
  recordIncomingPaper: creating(
    '/registers/incoming/{year}',
    ['POST', '/registers/incoming/{year}/paper-entries', 'registers'],
    ['Clerk'],
    ['Give a document that came on paper its arrival number', 'Cấp số đến, đăng ký văn bản giấy đến'],
    [...onPaper, 'register:arrival-in-the-future', 'register:dated-after-arrival'],
  ),
  voidOutgoingPaper: operation(
    'command',
    ['POST', '/registers/outgoing/{year}/paper-entries/{entryId}/number-void', 'registers'],
    ['Clerk'],
    ['Void the outgoing number of a document on paper', 'Hủy số văn bản đi chỉ có bản giấy'],
    voidingPaper,
  ),
  voidIncomingPaper: operation(
    'command',
    ['POST', '/registers/incoming/{year}/paper-entries/{entryId}/number-void', 'registers'],
    ['Clerk'],
    ['Void the arrival number of a document on paper', 'Hủy số đến của văn bản giấy'],
    voidingPaper,
  ),
  getIncomingRegister: operation('query', ['GET', '/registers/incoming/{year}', 'registers'], 'any', [
    'Register of incoming documents of one year',
    'Sổ đăng ký văn bản đến trong năm',
  ]),
  getOutgoingRegister: operation('query', ['GET', '/registers/outgoing/{year}', 'registers'], 'any', [
    'Register of outgoing documents of one year',
    'Sổ đăng ký văn bản đi trong năm',
  ]),
  printIncomingRegister: operation(
    'print',
    ['GET', '/registers/incoming/{year}/print', 'registers'],
    'any',
    ['Register of incoming documents as PDF, CSV or XLSX', 'In, xuất sổ đăng ký văn bản đến'],
    printing,
  ),
  printOutgoingRegister: operation(
    'print',
    ['GET', '/registers/outgoing/{year}/print', 'registers'],
    'any',
    ['Register of outgoing documents as PDF, CSV or XLSX', 'In, xuất sổ đăng ký văn bản đi'],
    printing,
  ),
};

const dossierRoles: readonly Role[] = ['OneStopOfficer', 'Specialist', 'Clerk'];
const dossierWriting: readonly ProblemName[] = [
  'dossier:not-found',
  'dossier:idempotency-key-reused',
  'dossier:occurred-before-history',
];
const settling: readonly ProblemName[] = [
  ...dossierWriting,
  'dossier:handoff-not-found',
  'dossier:handoff-already-settled',
  'dossier:already-completed',
];

const dossierOperations = {
  openDossier: creating(
    '/dossiers/{dossierId}',
    ['POST', '/dossiers', 'dossiers'],
    dossierRoles,
    ['Open a dossier', 'Tiếp nhận hồ sơ'],
    ['dossier:dossier-already-opened', ...dossierWriting.slice(1)],
  ),
  getDossiersHeld: operation('query', ['GET', '/dossiers/held', 'dossiers'], 'any', [
    'Dossiers the own agency holds',
    'Hồ sơ cơ quan đang giữ',
  ]),
  getDossiersOffered: operation('query', ['GET', '/dossiers/offered', 'dossiers'], 'any', [
    'Dossiers offered to the own agency',
    'Hồ sơ đang chờ cơ quan nhận',
  ]),
  getDossier: operation(
    'query',
    ['GET', '/dossiers/{dossierId}', 'dossiers'],
    'any',
    [
      'A dossier the own agency holds, held or was offered',
      'Hồ sơ cơ quan đang giữ, đã giữ hoặc được chuyển đến',
    ],
    ['dossier:not-found'],
  ),
  getControlSlip: operation(
    'query',
    ['GET', '/dossiers/{dossierId}/control-slip', 'dossiers'],
    'any',
    ['Its process control slip: who gave, who took, when', 'Phiếu kiểm soát quá trình giải quyết hồ sơ'],
    ['dossier:not-found'],
  ),
  offerHandoff: creating(
    '/dossiers/{dossierId}',
    ['POST', '/dossiers/{dossierId}/handoffs', 'dossiers'],
    dossierRoles,
    ['Offer a dossier to another agency', 'Chuyển hồ sơ đến cơ quan khác'],
    [
      ...dossierWriting,
      'dossier:not-the-holder',
      'dossier:recipient-is-holder',
      'dossier:unknown-recipient',
      'dossier:handoff-already-pending',
      'dossier:handoff-already-settled',
      'dossier:already-completed',
    ],
  ),
  acceptHandoff: operation(
    'command',
    ['POST', '/dossiers/{dossierId}/handoffs/{handoffId}/acceptance', 'dossiers'],
    dossierRoles,
    ['Accept a dossier that was offered', 'Nhận hồ sơ được chuyển đến'],
    [...settling, 'dossier:not-the-recipient'],
  ),
  returnHandoff: operation(
    'command',
    ['POST', '/dossiers/{dossierId}/handoffs/{handoffId}/return', 'dossiers'],
    dossierRoles,
    ['Return a dossier that was offered, with a reason', 'Trả lại hồ sơ được chuyển đến, nêu lý do'],
    [...settling, 'dossier:not-the-recipient'],
  ),
  recallHandoff: operation(
    'command',
    ['POST', '/dossiers/{dossierId}/handoffs/{handoffId}/recall', 'dossiers'],
    dossierRoles,
    ['Recall an offer, with a reason', 'Thu hồi hồ sơ đã chuyển, nêu lý do'],
    [...settling, 'dossier:not-the-giver'],
  ),
  recordActivity: operation(
    'command',
    ['POST', '/dossiers/{dossierId}/activities', 'dossiers'],
    dossierRoles,
    ['Record an activity on a dossier', 'Ghi nhận công việc đã làm với hồ sơ'],
    [...dossierWriting, 'dossier:not-the-holder', 'dossier:already-completed'],
  ),
  completeDossier: operation(
    'command',
    ['POST', '/dossiers/{dossierId}/completion', 'dossiers'],
    dossierRoles,
    ['Complete a dossier', 'Kết thúc hồ sơ'],
    [
      ...dossierWriting,
      'dossier:not-the-holder',
      'dossier:handoff-already-pending',
      'dossier:already-completed',
    ],
  ),
};

const ofMoments: readonly ProblemName[] = ['request:one-moment-only', 'history:revision-not-reached'];

const auditOperations = {
  getDossierHistory: operation(
    'query',
    ['GET', '/audit/dossiers/{dossierId}/history', 'audit'],
    ['Auditor'],
    [
      'Every recorded event of a dossier, and its state at any moment',
      'Mọi dữ kiện đã ghi của hồ sơ và trạng thái tại thời điểm bất kỳ',
    ],
    ['dossier:not-found', ...ofMoments],
  ),
  getDocumentHistory: operation(
    'query',
    ['GET', '/audit/documents/{documentId}/history', 'audit'],
    ['Auditor'],
    [
      'Every recorded event of a document and its deliveries, and their state at any moment',
      'Mọi dữ kiện đã ghi của văn bản cùng các lần gửi và trạng thái tại thời điểm bất kỳ',
    ],
    ['document:not-found', ...ofMoments],
  ),
  getLooks: operation(
    'query',
    ['GET', '/audit/looks', 'audit'],
    ['Auditor'],
    [
      'Who of an agency looked at which content, history or list, and what they were refused',
      'Ai đã xem nội dung, lịch sử, danh sách nào và bị từ chối việc gì',
    ],
  ),
};

const importOperations = {
  getImport: operation(
    'query',
    ['GET', '/imports/{sha256}', 'imports'],
    ['Importer', 'Operator', 'Auditor'],
    ['What was recorded out of one imported file, in numbers', 'Số liệu đã ghi nhận từ một tệp dữ liệu nhập'],
    ['import:not-found'],
  ),
};

const agencyWriting: readonly ProblemName[] = [
  'agency:not-found',
  'agency:idempotency-key-reused',
  'agency:occurred-before-history',
];

/** Role `Operator` records what was decided elsewhere. */
const recording = (path: `/agencies/${string}`, words: Words, refusals: readonly ProblemName[]): Operation =>
  operation('command', ['POST', path, 'agencies'], ['Operator'], words, [...agencyWriting, ...refusals]);

const agencyOperations = {
  registerAgency: operation(
    'command',
    ['PUT', '/agencies/{agency}', 'agencies'],
    ['Operator'],
    ['Register an agency', 'Đăng ký cơ quan vào danh bạ'],
    [
      'agency:not-an-agency-code',
      'agency:parent-not-found',
      'agency:parent-closed',
      'agency:not-under-the-code-of-its-parent',
      'agency:code-held-by-another',
      'agency:agency-already-registered',
      'agency:idempotency-key-reused',
      'agency:occurred-before-history',
    ],
  ),
  renameAgency: recording(
    '/agencies/{agency}/renaming',
    ['Rename an agency from a date on', 'Đổi tên cơ quan kể từ một ngày'],
    ['agency:agency-closed', 'agency:effective-before-last-change'],
  ),
  moveAgency: recording(
    '/agencies/{agency}/moving',
    ['Place an agency below another one from a date on', 'Chuyển cơ quan chủ quản kể từ một ngày'],
    [
      'agency:level-1-is-fixed',
      'agency:parent-not-found',
      'agency:parent-closed',
      'agency:parent-is-below',
      'agency:agency-closed',
      'agency:effective-before-last-change',
    ],
  ),
  closeAgency: recording(
    '/agencies/{agency}/closing',
    [
      'Close an agency from a date on; its mail follows to the successor',
      'Chấm dứt hoạt động cơ quan kể từ một ngày; văn bản chuyển đến cơ quan kế thừa',
    ],
    [
      'agency:agency-already-closed',
      'agency:successors-do-not-fit',
      'agency:successor-of-itself',
      'agency:successor-is-a-predecessor',
      'agency:successor-not-found',
      'agency:successor-closed',
      'agency:effective-before-last-change',
    ],
  ),
  mergeAgencies: operation(
    'command',
    ['POST', '/agencies/mergers', 'agencies'],
    ['Operator'],
    ['Merge up to 500 agencies into one', 'Sáp nhập đến 500 cơ quan vào một cơ quan'],
    [
      'agency:merger-refused',
      'agency:successor-not-found',
      'agency:successor-closed',
      'agency:idempotency-key-reused',
      'agency:occurred-before-history',
    ],
  ),
  assignCode: recording(
    '/agencies/{agency}/codes',
    ['Assign a code for a time', 'Gán mã định danh có thời hạn'],
    [
      'agency:not-an-agency-code',
      'agency:ends-before-it-begins',
      'agency:code-interval-overlaps',
      'agency:code-held-by-another',
      'agency:not-under-the-code-of-its-parent',
      'agency:level-1-is-fixed',
      'agency:agency-closed',
    ],
  ),
  appointOfficer: recording(
    '/agencies/{agency}/officers',
    ['Appoint an officer with roles', 'Bổ nhiệm cán bộ với các vai trò'],
    ['agency:role-held-by-no-officer', 'agency:agency-closed'],
  ),
  dismissOfficer: recording(
    '/agencies/{agency}/officers/{officer}/dismissal',
    ['Dismiss an officer', 'Miễn nhiệm cán bộ'],
    ['agency:officer-not-found'],
  ),
  delegateAuthority: recording(
    '/agencies/{agency}/delegations',
    [
      'Delegate the authority to sign KT., TM., TUQ. or TL.',
      'Giao quyền ký thay, thay mặt, thừa ủy quyền, thừa lệnh',
    ],
    [
      'agency:officer-not-found',
      'agency:giver-is-no-leader',
      'agency:ends-before-it-begins',
      'agency:delegation-needs-an-end',
      'agency:no-redelegation',
      'agency:delegation-already-recorded',
      'agency:agency-closed',
    ],
  ),
  revokeDelegation: recording(
    '/agencies/{agency}/delegations/{delegationId}/revocation',
    ['Revoke a delegation', 'Thu hồi việc giao quyền ký'],
    ['agency:delegation-not-found'],
  ),
  registerCertificate: recording(
    '/agencies/{agency}/certificates',
    ['Register a signing certificate', 'Đăng ký chứng thư số'],
    [
      'agency:officer-not-found',
      'agency:certificate-already-registered',
      'agency:certificate-withdrawn',
      'agency:agency-closed',
    ],
  ),
  withdrawCertificate: recording(
    '/agencies/{agency}/certificates/{sha256}/withdrawal',
    ['Withdraw a signing certificate', 'Thu hồi chứng thư số'],
    ['agency:certificate-not-found'],
  ),
  listAgencies: operation('query', ['GET', '/agencies', 'agencies'], 'any', [
    'Agencies as they stood on a date, by words, tier and state',
    'Danh sách cơ quan tại một ngày, theo từ khóa, cấp và trạng thái',
  ]),
  getAgencyByCode: operation(
    'query',
    ['GET', '/agencies/by-code', 'agencies'],
    'any',
    ['The agency that had a code on a date', 'Cơ quan mang mã định danh tại một ngày'],
    ['agency:not-found'],
  ),
  getAgency: operation(
    'query',
    ['GET', '/agencies/{agency}', 'agencies'],
    'any',
    ['One agency with its officers and its history', 'Một cơ quan, cán bộ và lịch sử của cơ quan'],
    ['agency:not-found'],
  ),
};

const operators: readonly Role[] = ['Operator'];

const runningOperations = {
  getParked: operation('query', ['GET', '/operations/parked', 'operations'], operators, [
    'Facts that were set aside because they could not be read',
    'Dữ kiện tạm gác vì không đọc được',
  ]),
  replayParked: operation('command', ['POST', '/operations/parked/replay', 'operations'], operators, [
    'Take up again what was set aside',
    'Xử lý lại các dữ kiện tạm gác',
  ]),
  skipParked: operation(
    'command',
    ['POST', '/operations/parked/skip', 'operations'],
    operators,
    ['Go on without one fact for ever, with a reason', 'Bỏ qua vĩnh viễn một dữ kiện tạm gác, nêu lý do'],
    ['parking:not-parked', 'parking:idempotency-key-reused'],
  ),
};

const open = (path: Operation['path'], words: Words, refusals?: readonly ProblemName[]): Operation =>
  operation('open', ['GET', path, 'system'], 'any', words, refusals);

const systemOperations = {
  getStart: open('/', ['Name, version and links', 'Tên, phiên bản và các liên kết']),
  getMe: operation('query', ['GET', '/me', 'system'], 'any', [
    'Who the token says you are',
    'Thông tin người dùng theo mã truy cập',
  ]),
  getLive: open('/health/live', ['The process answers', 'Tiến trình đang chạy']),
  getReady: open('/health/ready', [
    'Ready when every service, store, bus and read model is; 503 otherwise',
    'Sẵn sàng khi mọi dịch vụ và kho dữ liệu đều sẵn sàng; nếu không thì 503',
  ]),
  getHealth: operation(
    'query',
    ['GET', '/health/details', 'system'],
    ['Operator'],
    [
      'How every part is: what follows the facts and how far behind, what was parked, disk, JetStream',
      'Tình trạng từng thành phần: tiến độ xử lý, dữ kiện bị treo, dung lượng đĩa, JetStream',
    ],
  ),
  getMetrics: operation('query', ['GET', '/metrics', 'system'], operators, [
    'Numbers for Prometheus, at most a second old',
    'Số đo cho Prometheus, cũ nhất một giây',
  ]),
};

/** Everything the edge offers. Handlers, roles, OpenAPI and the README follow this table. */
export const operations = {
  ...contentOperations,
  ...uploadOperations,
  ...documentOperations,
  ...deliveryOperations,
  ...inboxOperations,
  ...answeringOperations,
  ...carrierOperations,
  ...registerOperations,
  ...dossierOperations,
  ...importOperations,
  ...auditOperations,
  ...agencyOperations,
  ...runningOperations,
  ...systemOperations,
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

const toldOfFirst: readonly Kind[] = ['download', 'print', 'stream'];

/** Content and histories: nothing of them is sent before it is recorded who reads them. */
export const recordsFirst = ({ kind, tag }: Operation): boolean =>
  toldOfFirst.includes(kind) || (kind === 'query' && tag === 'audit');

const ofOpen: readonly ProblemName[] = [
  'request:malformed-header',
  'request:address-too-long',
  'request:headers-too-large',
  'request:too-slow',
  'request:unreadable',
  'request:wrong-method',
  'request:no-such-address',
  'service:stopping',
  'service:failed',
];
const ofAdmitted: readonly ProblemName[] = [
  ...ofOpen,
  'request:not-authenticated',
  'request:too-many-requests',
  'request:role-not-allowed',
  'request:importer-only',
  'request:malformed',
  'content:secret-content',
  'service:unavailable',
  'service:no-answer',
];

const ofPosition: readonly ProblemName[] = [
  'position:of-another-store',
  'position:of-a-lost-future',
  'position:not-visible-yet',
  'position:parked',
];

const ofKind: Readonly<Record<Kind, readonly ProblemName[]>> = {
  command: [
    ...ofAdmitted,
    'document:secret-content',
    'request:idempotency-key-missing',
    'request:not-json',
    'request:too-deep',
    'request:too-large',
    'request:wrong-media-type',
  ],
  upload: [...ofAdmitted, 'request:wrong-media-type'],
  query: [...ofAdmitted, ...ofPosition],
  stream: [...ofAdmitted, ...ofPosition, 'request:too-many-streams'],
  download: ofAdmitted,
  print: [...ofAdmitted, ...ofPosition],
  resumable: [...ofAdmitted, 'request:wrong-media-type', 'content:tus-version'],
  open: ofOpen,
};

/** Every problem an operation may be answered with. */
export const problemsOf = (operation: Operation): readonly ProblemName[] => [
  ...ofKind[operation.kind],
  ...(recordsFirst(operation) ? (['service:look-not-recorded'] as const) : []),
  ...operation.refusals,
];
