import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import {
  keysAt,
  type WebhookCommand,
  webhookDecider,
  type WebhookRefusal,
  webhookRefusals,
  webhooksMax,
  type WebhookState,
} from './webhook.decider';
import type { WebhookEvent } from './webhook.events';

const webhookId = '6f1c2a34-0000-5000-8000-000000000001';
const [keyId, nextKeyId] = ['6f1c2a34-0000-5000-8000-0000000000aa', '6f1c2a34-0000-5000-8000-0000000000bb'];
const at = '2026-11-30T01:00:00.000Z';
const overlapUntil = '2026-12-01T01:00:00.000Z';
const later = '2026-12-02T01:00:00.000Z';
const who = { agency: 'H26.1', officer: 'gd.stc.01', at };
const asking = { ...who, isOperator: false };
const said = { url: 'https://qlvb.example.vn/hook', types: [], contact: 'qlvb@example.vn', keyId };
const parked = { number: 8, eventId: '6f1c2a34-0000-5000-8000-0000000000cc', reason: 'answered 500' };

const commands = {
  SubscribeWebhook: {
    ...{ type: 'SubscribeWebhook', webhookId, ...said, ...asking },
    ...{ unknownTypes: [], standing: 0 },
  },
  RotateWebhookKey: { type: 'RotateWebhookKey', keyId: nextKeyId, overlapUntil, ...asking },
  TestWebhook: { type: 'TestWebhook', ...asking },
  PauseWebhook: { type: 'PauseWebhook', reason: 'Bảo trì', ...asking },
  ResumeWebhook: { type: 'ResumeWebhook', ...asking },
  EndWebhook: { type: 'EndWebhook', reason: 'Thay hệ thống', ...asking },
  ProveWebhook: { type: 'ProveWebhook', afterNumber: 7, at },
  ParkWebhook: { type: 'ParkWebhook', ...parked, at },
  NoteWebhookGone: { type: 'NoteWebhookGone', at },
} as const satisfies Record<WebhookCommand['type'], WebhookCommand>;

const asked = { webhookId, ...who };
const facts = {
  subscribed: { type: 'WebhookSubscribed', data: { webhookId, ...said, ...who } },
  proven: { type: 'WebhookProven', data: { webhookId, afterNumber: 7, at } },
  rotated: { type: 'WebhookKeyRotated', data: { ...asked, keyId: nextKeyId, overlapUntil } },
  tested: { type: 'WebhookTestWanted', data: asked },
  paused: { type: 'WebhookPaused', data: { ...asked, reason: 'Bảo trì' } },
  parked: { type: 'WebhookParked', data: { webhookId, ...parked, at } },
  resumed: { type: 'WebhookResumed', data: asked },
  ended: { type: 'WebhookEnded', data: { ...asked, reason: 'Thay hệ thống' } },
  gone: { type: 'WebhookGone', data: { webhookId, at } },
} as const satisfies Record<string, WebhookEvent>;
const { subscribed, proven, rotated, tested, paused, ended } = facts;

const when = (command: WebhookCommand, ...history: WebhookEvent[]) =>
  given(webhookDecider)(...history).when(command);

it.each<[WebhookCommand['type'], WebhookEvent[], WebhookEvent[]]>([
  ['SubscribeWebhook', [], [subscribed]],
  ['SubscribeWebhook', [subscribed], []],
  ['ProveWebhook', [subscribed], [proven]],
  ['ProveWebhook', [subscribed, proven], []],
  ['ProveWebhook', [subscribed, ended], []],
  ['RotateWebhookKey', [subscribed], [rotated]],
  ['TestWebhook', [subscribed, proven], [tested]],
  ['PauseWebhook', [subscribed, proven], [paused]],
  ['PauseWebhook', [subscribed, proven, paused], []],
  ['ParkWebhook', [subscribed, proven], [facts.parked]],
  ['ParkWebhook', [subscribed, proven, paused], []],
  ['ParkWebhook', [subscribed, proven, ended], []],
  ['ResumeWebhook', [subscribed, proven, paused], [facts.resumed]],
  ['ResumeWebhook', [subscribed, proven, facts.parked], [facts.resumed]],
  ['EndWebhook', [subscribed], [ended]],
  ['EndWebhook', [subscribed, ended], []],
  ['NoteWebhookGone', [subscribed, proven], [facts.gone]],
  ['NoteWebhookGone', [subscribed, proven, ended], []],
])('%s on %j', (type, history, events) => expect(when(commands[type], ...history)).toEqual({ events }));

const { SubscribeWebhook: subscribe, ResumeWebhook: resume } = commands;
const refusals: Record<WebhookRefusal, [WebhookCommand, WebhookEvent[]][]> = {
  'not-found': [
    ...Object.values(commands)
      .filter(({ type }) => type !== 'SubscribeWebhook')
      .map((each): [WebhookCommand, WebhookEvent[]] => [each, []]),
    [{ ...commands.TestWebhook, agency: 'H26.2' }, [subscribed]],
  ],
  'url-not-allowed': [[{ ...subscribe, urlFault: 'port' }, []]],
  'unknown-type': [[{ ...subscribe, unknownTypes: ['vn.lienthong.x.y.v1'] }, []]],
  'too-many-webhooks': [[{ ...subscribe, standing: webhooksMax }, []]],
  'not-proven': [
    [commands.PauseWebhook, [subscribed]],
    [resume, [subscribed]],
  ],
  'not-sending': [[commands.PauseWebhook, [subscribed, proven, facts.parked]]],
  'already-sending': [[resume, [subscribed, proven]]],
  'rotation-under-way': [[{ ...commands.RotateWebhookKey, keyId: 'third' }, [subscribed, rotated]]],
  'number-not-reached': [[{ ...resume, afterNumber: 9, newest: 8 }, [subscribed, proven]]],
  ended: [
    [commands.TestWebhook, [subscribed, ended]],
    [commands.RotateWebhookKey, [subscribed, facts.gone]],
  ],
};

it.each(webhookRefusals.flatMap((refused) => refusals[refused].map((row) => [refused, ...row] as const)))(
  'refuses with %s: %j',
  (refused, command, history) => expect(when(command, ...history)).toMatchObject({ refused }),
);

it('is in the hands of operators, whatever agency they are of', () =>
  expect(when({ ...commands.PauseWebhook, agency: 'H99', isOperator: true }, subscribed, proven)).toEqual({
    events: [{ ...paused, data: { ...paused.data, agency: 'H99' } }],
  }));

const known = (...history: WebhookEvent[]) =>
  fold(webhookDecider, history) as Exclude<WebhookState, { phase: 'absent' }>;

it('signs with both keys until the overlap ends, and with the new one alone without an overlap', () => {
  expect(keysAt(known(subscribed, rotated), at)).toEqual([nextKeyId, keyId]);
  expect(keysAt(known(subscribed, rotated), later)).toEqual([nextKeyId]);
  const { overlapUntil: _, ...atOnce } = rotated.data;
  expect(keysAt(known(subscribed, { type: 'WebhookKeyRotated', data: atOnce }), at)).toEqual([nextKeyId]);
});

it('takes a key that leaked out at once while a rotation is under way', () => {
  const { overlapUntil: _, ...atOnce } = commands.RotateWebhookKey;
  expect(when({ ...atOnce, keyId: 'third' }, subscribed, rotated)).toHaveProperty('events.length', 1);
});

it('begins anew after the number that is asked for, and goes on where it stood without one', () => {
  const replayed = { ...facts.resumed, data: { ...facts.resumed.data, afterNumber: 3 } };
  expect(known(subscribed, proven, replayed).start).toEqual({ afterNumber: 3, times: 2 });
  expect(known(subscribed, proven, paused, facts.resumed).start).toEqual({ afterNumber: 7, times: 1 });
});

it('whatever is commanded: what ended stays so, and nothing is sent before the proof', () => {
  const command = fc.constantFrom<WebhookCommand>(...Object.values(commands));
  fc.assert(
    fc.property(fc.array(command, { maxLength: 14 }), (list) => {
      const { events, state } = play(webhookDecider, list);
      const end = events.findIndex(({ type }) => type === 'WebhookEnded' || type === 'WebhookGone');
      if (end >= 0) expect(events.slice(end + 1)).toEqual([]);
      if (state.phase === 'sending') expect(state.isProven).toBe(true);
    }),
  );
});
