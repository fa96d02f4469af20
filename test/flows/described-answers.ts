import { type Kind, type Operation, type OperationName, operations, type Schema } from '@contracts';
import { AgenciesNamed } from './agencies-named';
import { differences } from './answer-shape';
import { bodyOf, type Edge } from './edge';
import { inlinedAnswers } from './inlined-answers';

/** What is asked for in which flow; whatever no other flow asks for is asked for in the walk over HTTP. */
const askedIn = {
  deliveries: [
    'recordDispatch',
    'recordAttemptFailure',
    'recordFailure',
    'recordArrival',
    'recordStatus',
    'retryDelivery',
    'cancelDelivery',
    'takeBack',
    'withdrawTakeBack',
    'closeRecallDispute',
    'agreeToRecall',
    'refuseRecall',
    'agreeToUpdate',
    'refuseUpdate',
    'reassignProcessing',
    'decideDuplicate',
    'orderRecall',
    'updateDocument',
  ],
  webhooks: [
    'subscribeWebhook',
    'listWebhooks',
    'getWebhook',
    'rotateWebhookKey',
    'testWebhook',
    'pauseWebhook',
    'resumeWebhook',
    'endWebhook',
  ],
  notices: ['chooseNotices', 'endNotices', 'getNotices'],
  procedures: ['issueProcedure', 'amendProcedure', 'abolishProcedure', 'listProcedures', 'getProcedure'],
  'connected-systems': [
    'registerSystem',
    'approveSystem',
    'rejectSystem',
    'revokeSystem',
    'issueSystemKey',
    'rotateSystemKey',
    'revokeSystemKey',
    'listSystems',
    'getSystem',
  ],
  calendar: ['getCalendar', 'reviseCalendar'],
  sweep: [
    'correctDraft',
    'returnDraft',
    'discardDraft',
    'handOverDesk',
    'takeOverDesk',
    'getDesk',
    'getDeskHandovers',
    'lendDesk',
    'endDeskLending',
    'recordApplicant',
    'getApplicant',
    'changeApplicant',
    'eraseApplicant',
    'submitDossier',
    'recordPostalHandover',
    'guideIntakeSupplement',
    'receiveIntakeSupplement',
    'refuseAcceptance',
    'acceptDossier',
    'assignProcessor',
    'requestConsultation',
    'answerConsultation',
    'recordVerification',
    'requestSupplement',
    'submitSupplement',
    'acceptSupplement',
    'lapseSupplement',
    'stopProcessing',
    'requestWithdrawal',
    'withdrawDossier',
    'rejectWithdrawal',
    'issueApology',
    'proposeResult',
    'denyApproval',
    'approveResult',
    'numberResult',
    'issueResult',
    'forwardResult',
    'returnResult',
    'correctResult',
    'archiveDossier',
    'returnLeg',
    'openBook',
  ],
  interlinked: [
    'fixRoute',
    'acceptLeg',
    'deliverLegResult',
    'refuseLeg',
    'proposeSupplement',
    'proposeRerouting',
    'agreeToRerouting',
    'consolidateResults',
    'refuseLinkedDossier',
    'continueLinkedDossier',
    'getLegs',
    'getLegsHistory',
  ],
  'dossier-forms': [
    'getDossierForm',
    'getDossierRegister',
    'printDossierRegister',
    'getDossierProgress',
    'getDossierContent',
  ],
  'public-messages': ['validateMessage'],
  'agency-events': ['getEvents'],
  'poisoned-store': ['getParked', 'replayParked', 'skipParked'],
  'paper-entries': ['recordOutgoingPaper', 'recordIncomingPaper', 'voidOutgoingPaper', 'voidIncomingPaper'],
} as const satisfies Readonly<Record<string, readonly OperationName[]>>;

/** Answers of these kinds are no JSON. */
const bytes: readonly Kind[] = ['download', 'print', 'resumable', 'stream'];
const walkable = (Object.keys(operations) as OperationName[]).filter(
  (name) => name !== 'getMetrics' && !['resumable', 'stream'].includes(operations[name].kind),
);

interface Described {
  readonly components: object;
  readonly paths: Record<string, Record<string, { responses: Record<string, Answered> }>>;
}
interface Answered {
  readonly content?: Record<string, { schema: Schema }>;
}

/**
 * What the OpenAPI document says otherwise than the answers, and which operation of this flow was not asked for;
 * nothing when all is well.
 */
export async function wronglyDescribed(
  edge: Edge,
  flow: keyof typeof askedIn | 'http-walk',
): Promise<string[]> {
  const page = await edge.withToken(undefined).get<Described>('/openapi.json');
  const { paths } = inlinedAnswers(bodyOf(page));
  const asked = new Set<OperationName>();
  const named = new AgenciesNamed(await edge.as('H99', 'Operator'));
  const wrong: string[] = [];
  // What is asked from here on is no part of the flow.
  for (const { method, path, answer } of [...edge.exchanges]) {
    const name = operationOf(method, path);
    if (name === undefined || ![200, 201].includes(answer.status)) continue;
    asked.add(name);
    if (bytes.includes(operations[name].kind)) continue;
    const { responses } = paths[operations[name].path]?.[method.toLowerCase()] ?? { responses: {} };
    const schema = responses[answer.status]?.content?.['application/json']?.schema as Schema;
    wrong.push(...differences(schema, answer.body).map((difference) => `${name}: ${difference}`));
    if (operations[name].kind === 'query')
      wrong.push(...(await named.amiss(schema, answer.body)).map((each) => `${name}: ${each}`));
  }
  const elsewhere = new Set<OperationName>(Object.values(askedIn).flat());
  const own = flow === 'http-walk' ? walkable.filter((name) => !elsewhere.has(name)) : askedIn[flow];
  const missing = own.filter((name) => !asked.has(name)).map((name) => `${name}: not asked for`);
  return [...new Set([...wrong, ...missing])];
}

/** The address with the fewest parameters comes first: `/inbox/counts` is no document. */
const rows = (Object.entries(operations) as [OperationName, Operation][])
  .map(([name, row]) => ({ name, row, parameters: row.path.split('{').length }))
  .sort((a, b) => a.parameters - b.parameters);

const operationOf = (method: string, path: string): OperationName | undefined =>
  rows.find(
    ({ row }) =>
      row.method === method &&
      new RegExp(`^${row.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0] ?? ''),
  )?.name;
