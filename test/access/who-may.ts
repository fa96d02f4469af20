import type { OperationName } from '@contracts';

/** The agencies of the sweep, by what they are to the object an operation is about. */
export const parties = {
  /** Of documents and books. */
  sender: 'H99.1',
  /** Of documents; the agency a dossier is offered to. */
  recipient: 'H99.2',
  /** A recipient that a carrier brings documents to. */
  carried: 'H99.4',
  /** Opened the dossier and holds it. */
  holder: 'H99',
  /** Has nothing to do with any of it. */
  stranger: 'H99.6',
} as const;
export type Party = keyof typeof parties;

/**
 * `may`: it is done, or refused for what the object is; `sees`: knows of the object, is refused and changes nothing;
 * `hidden`: answered as if the object had never been.
 */
export type Outcome = 'may' | 'sees' | 'hidden';
export type Row = Readonly<Record<Party, Outcome>> & {
  /** Operators may do it for every agency. */
  readonly isForOperators?: true;
};

/** Whoever is not named learns nothing. */
const only = (...who: readonly Party[]): Row => row({}, who);
const row = (seeing: Partial<Row>, who: readonly Party[]): Row => ({
  ...{ sender: 'hidden', recipient: 'hidden', carried: 'hidden', holder: 'hidden', stranger: 'hidden' },
  ...seeing,
  ...Object.fromEntries(who.map((party) => [party, 'may'])),
});
/** Its own, or what belongs to nobody. */
const everyone = only('sender', 'recipient', 'carried', 'holder', 'stranger');
/** Both ends of a hand-off know it; each may do its own part alone. */
const handoff = (who: Party): Row => row({ holder: 'sees', recipient: 'sees' }, [who]);

/** A list has a row for each body of the operation in its table, in their order: other objects have other parties. */
type Context = Readonly<Partial<Record<OperationName, Row | readonly Row[]>>>;

const documents: Context = {
  draftDocument: everyone,
  correctDraft: only('sender'),
  returnDraft: only('sender'),
  discardDraft: only('sender'),
  // The document is the sender's own: it knows of it, and has nothing on that desk.
  handOverDesk: row({ sender: 'sees' }, ['recipient']),
  takeOverDesk: only('recipient'),
  signDocument: only('sender'),
  numberDocument: only('sender'),
  sealDocument: only('sender'),
  registerDocument: only('sender'),
  issueDocument: only('sender'),
  voidNumber: only('sender'),
  orderRecall: only('sender'),
  withdrawRecallOrder: only('sender'),
  updateDocument: only('sender'),
  cancelDelivery: only('sender'),
  retryDelivery: only('sender'),
  // Decided on the delivery, which has arrived: its recipient knows of it.
  takeBack: row({ recipient: 'sees' }, ['sender']),
  withdrawTakeBack: row({ recipient: 'sees' }, ['sender']),
  closeRecallDispute: row({ recipient: 'sees' }, ['sender']),
};

const inbox: Context = {
  refuseReceipt: only('recipient'),
  acceptReceipt: only('recipient'),
  assignProcessing: only('recipient'),
  reassignProcessing: only('recipient'),
  startProcessing: only('recipient'),
  completeProcessing: only('recipient'),
  decideDuplicate: only('recipient'),
  agreeToRecall: only('recipient'),
  refuseRecall: only('recipient'),
  agreeToUpdate: only('recipient'),
  refuseUpdate: only('recipient'),
};

/** A carrier is of no agency: its token says whom it serves. */
const carrier: Context = {
  recordDispatch: everyone,
  recordAttemptFailure: everyone,
  recordFailure: everyone,
  recordArrival: everyone,
  recordStatus: everyone,
};

const registers: Context = {
  openBook: everyone,
  recordOutgoingPaper: everyone,
  recordIncomingPaper: everyone,
  voidOutgoingPaper: only('sender'),
  voidIncomingPaper: only('sender'),
};

const dossiers: Context = {
  openDossier: everyone,
  offerHandoff: only('holder'),
  handOverDossiers: everyone,
  acceptHandoff: handoff('recipient'),
  returnHandoff: handoff('recipient'),
  recallHandoff: handoff('holder'),
  recordActivity: only('holder'),
  completeDossier: only('holder'),
  submitDossier: everyone,
  recordPostalHandover: only('holder'),
  guideIntakeSupplement: only('holder'),
  receiveIntakeSupplement: only('holder'),
  refuseAcceptance: only('holder'),
  acceptDossier: only('holder'),
  assignProcessor: only('holder'),
  requestConsultation: only('holder'),
  answerConsultation: row({ holder: 'sees' }, ['recipient']),
  recordVerification: only('holder'),
  // Of an interlinked one its lead agency asks.
  requestSupplement: [only('holder'), row({ holder: 'sees' }, ['recipient'])],
  submitSupplement: only('holder'),
  acceptSupplement: only('holder'),
  lapseSupplement: only('holder'),
  stopProcessing: only('holder'),
  requestWithdrawal: only('holder'),
  withdrawDossier: only('holder'),
  rejectWithdrawal: only('holder'),
  issueApology: only('holder'),
  proposeResult: only('holder'),
  denyApproval: only('holder'),
  approveResult: only('holder'),
  numberResult: only('holder'),
  issueResult: only('holder'),
  forwardResult: only('holder'),
  returnResult: only('holder'),
  correctResult: only('holder'),
  archiveDossier: only('holder'),
  fixRoute: only('holder'),
  // Its lead agency and the agencies of its legs know of an interlinked dossier.
  consolidateResults: row({ holder: 'sees' }, ['recipient']),
  refuseLinkedDossier: row({ holder: 'sees' }, ['recipient']),
  continueLinkedDossier: row({ holder: 'sees' }, ['recipient']),
  acceptLeg: row({ holder: 'sees' }, ['recipient']),
  returnLeg: row({ holder: 'sees' }, ['recipient']),
  deliverLegResult: row({ holder: 'sees' }, ['recipient']),
  refuseLeg: row({ holder: 'sees' }, ['recipient']),
  proposeSupplement: row({ holder: 'sees' }, ['recipient']),
  proposeRerouting: row({ recipient: 'sees' }, ['holder']),
  agreeToRerouting: row({ holder: 'sees' }, ['recipient']),
};

const applicants: Context = {
  recordApplicant: everyone,
  changeApplicant: only('holder'),
  eraseApplicant: only('holder'),
};

const ofSender: Row = { ...only('sender'), isForOperators: true };

const webhooks: Context = {
  subscribeWebhook: everyone,
  rotateWebhookKey: ofSender,
  testWebhook: ofSender,
  pauseWebhook: ofSender,
  resumeWebhook: ofSender,
  endWebhook: ofSender,
};

/** Each officer for himself alone. */
const notices: Context = { chooseNotices: everyone, endNotices: everyone };

/** One installation is one province: its operators and auditors work for all of its agencies. */
const house: Context = {
  registerAgency: everyone,
  renameAgency: everyone,
  moveAgency: everyone,
  closeAgency: everyone,
  mergeAgencies: everyone,
  assignCode: everyone,
  issueProcedure: everyone,
  amendProcedure: everyone,
  abolishProcedure: everyone,
  reviseCalendar: everyone,
  appointOfficer: everyone,
  dismissOfficer: everyone,
  delegateAuthority: everyone,
  revokeDelegation: everyone,
  lendDesk: everyone,
  endDeskLending: everyone,
  registerCertificate: everyone,
  withdrawCertificate: everyone,
  replayParked: everyone,
  skipParked: everyone,
};

/** Of connected systems: its owner has the keys, operators decide who connects. */
const systems: Context = {
  registerSystem: everyone,
  approveSystem: everyone,
  rejectSystem: everyone,
  revokeSystem: everyone,
  issueSystemKey: only('sender'),
  rotateSystemKey: only('sender'),
  revokeSystemKey: only('sender'),
};

/** Every command, by its context. */
export const whoMay: Context = {
  ...documents,
  ...inbox,
  ...carrier,
  ...registers,
  ...dossiers,
  ...applicants,
  ...webhooks,
  ...notices,
  ...systems,
  ...house,
};

/** Who may do what the body at this place of the operation's table asks. */
export function whoMayDo(name: OperationName, place: number): Row | undefined {
  const [row, ...more] = [whoMay[name] ?? []].flat();
  return more.length === 0 ? row : [row, ...more][place];
}

/** Questions about one document: its sender, and recipients once it has arrived. `auditors`: whoever audits. */
export const whoReads: Readonly<Partial<Record<OperationName, 'parties' | 'auditors'>>> = {
  getDocument: 'parties',
  getLineage: 'parties',
  getConversation: 'parties',
  getDocumentEvents: 'parties',
  getDossier: 'parties',
  getControlSlip: 'parties',
  getDossierForm: 'parties',
  getDocumentHistory: 'auditors',
  getDossierHistory: 'auditors',
  getLegsHistory: 'auditors',
};
