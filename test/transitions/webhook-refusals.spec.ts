import { webhookOperations } from '@contracts';
import { type WebhookCommand, webhookDecider, webhooksMax, type WebhookState } from '@domain/webhook';
import { everyRefusal } from './every-refusal';

const at = '2026-11-30T01:00:00.000Z';
const by = { agency: 'H26.1', officer: 'gd.stc.01', isOperator: false, at };
const [webhookId, keyId] = ['6f1c2a34-0000-5000-8000-000000000001', '6f1c2a34-0000-5000-8000-0000000000aa'];
const subscribe: WebhookCommand = {
  ...{ type: 'SubscribeWebhook', webhookId, keyId, url: 'https://qlvb.example.vn/', types: [], ...by },
  ...{ contact: 'qlvb@example.vn', unknownTypes: [], standing: 0 },
};
const commands: readonly WebhookCommand[] = [
  { ...subscribe, urlFault: 'port' },
  { ...subscribe, unknownTypes: ['vn.lienthong.exchange.document-lost.v1'] },
  { ...subscribe, standing: webhooksMax },
  subscribe,
  { type: 'ProveWebhook', afterNumber: 1, at },
  { type: 'ParkWebhook', reason: 'reset', number: 2, eventId: keyId, at },
  { type: 'NoteWebhookGone', at },
  { type: 'RotateWebhookKey', keyId: 'next', overlapUntil: '2026-12-01T01:00:00.000Z', ...by },
  { type: 'TestWebhook', ...by },
  { type: 'PauseWebhook', reason: 'Bảo trì', ...by },
  { type: 'ResumeWebhook', ...by },
  { type: 'ResumeWebhook', afterNumber: 9, newest: 8, ...by },
  { type: 'EndWebhook', reason: 'Thay hệ thống', ...by },
];

/** What the bus finds out no operation sends. */
const sentBy: Readonly<Record<WebhookCommand['type'], string>> = {
  SubscribeWebhook: 'subscribeWebhook',
  RotateWebhookKey: 'rotateWebhookKey',
  TestWebhook: 'testWebhook',
  PauseWebhook: 'pauseWebhook',
  ResumeWebhook: 'resumeWebhook',
  EndWebhook: 'endWebhook',
  ...{ ProveWebhook: '', ParkWebhook: '', NoteWebhookGone: '' },
};
const asking = {
  ...{ context: 'webhook', operations: webhookOperations, decider: webhookDecider, sentBy },
  begins: ['subscribeWebhook'],
  plays: [commands],
  // Tests and runs are counted: a few of them show all there is.
  isGiven: (_: WebhookCommand, state: WebhookState) =>
    state.phase === 'absent' || (state.runs <= 2 && state.testsWanted <= 1),
};

it.each(everyRefusal(asking))(
  '%s is refused with all that its row says and with nothing else',
  (_, found, declared) => expect(found).toEqual(declared),
);
