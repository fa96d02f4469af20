import { accept, type Decider, type Decision, impossible, refuse } from '@domain/decider';
import { webhookCodec } from './webhook.codec';
import type { WebhookEvent } from './webhook.events';

/** Who wants it. Operators see the webhooks of every agency, others those of their own. */
interface Asking {
  readonly agency: string;
  readonly officer: string;
  readonly isOperator: boolean;
  readonly at: string;
}

interface Subscribe extends Asking {
  readonly type: 'SubscribeWebhook';
  readonly webhookId: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly contact: string;
  readonly keyId: string;
  readonly afterNumber?: number;
  /** Gathered: what is wrong with the address; types that nothing public has; how many the agency has. */
  readonly urlFault?: string;
  readonly unknownTypes: readonly string[];
  readonly standing: number;
}

type OfOfficer =
  | ({ readonly type: 'RotateWebhookKey'; readonly keyId: string; readonly overlapUntil?: string } & Asking)
  | ({ readonly type: 'TestWebhook' } & Asking)
  | ({ readonly type: 'PauseWebhook'; readonly reason: string } & Asking)
  | ({ readonly type: 'ResumeWebhook'; readonly afterNumber?: number; readonly newest?: number } & Asking)
  | ({ readonly type: 'EndWebhook'; readonly reason: string } & Asking);

type OfBus =
  | { readonly type: 'ProveWebhook'; readonly afterNumber: number; readonly at: string }
  | {
      readonly type: 'ParkWebhook';
      readonly reason: string;
      readonly number: number;
      readonly eventId: string;
      readonly at: string;
    }
  | { readonly type: 'NoteWebhookGone'; readonly at: string };

export type WebhookCommand = Subscribe | OfOfficer | OfBus;

/** Subscriptions of one agency that have not ended, at most. */
export const webhooksMax = 50;

export const webhookRefusals = [
  'not-found',
  'url-not-allowed',
  'unknown-type',
  'too-many-webhooks',
  'not-proven',
  'not-sending',
  'already-sending',
  'rotation-under-way',
  'number-not-reached',
  'ended',
] as const;
export type WebhookRefusal = (typeof webhookRefusals)[number];

interface SigningKey {
  readonly keyId: string;
  /** Signs until then; absent: as long as it is the newest. */
  readonly until?: string;
}

type WebhookPhase = 'unproven' | 'sending' | 'paused' | 'parked' | 'ended';

export interface KnownWebhook {
  readonly phase: WebhookPhase;
  readonly webhookId: string;
  readonly agency: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly contact: string;
  /** Newest first; the one before signs until its instant. */
  readonly keys: readonly [SigningKey, ...SigningKey[]];
  /** Where sending began or begins anew, and how often that was said. */
  readonly start: { readonly afterNumber?: number; readonly times: number };
  /** How often sending was begun or begun again. */
  readonly runs: number;
  /** How often the challenge or a test was wanted. */
  readonly testsWanted: number;
  /** Why it is paused, parked or ended. */
  readonly reason?: string;
  readonly isProven: boolean;
  readonly subscribedAt: string;
}
export type WebhookState = { readonly phase: 'absent' } | KnownWebhook;

type Decided = Decision<WebhookEvent, WebhookRefusal>;

/** Keys that what is sent at an instant is signed with. */
export const keysAt = ({ keys }: KnownWebhook, at: string): readonly string[] =>
  keys.filter(({ until }) => until === undefined || until > at).map(({ keyId }) => keyId);

export const isSeenBy = (
  state: WebhookState,
  { agency, isOperator }: Pick<Asking, 'agency' | 'isOperator'>,
): state is KnownWebhook => state.phase !== 'absent' && (isOperator || state.agency === agency);

/** A subscription of an agency to its own public events. */
export const webhookDecider: Decider<WebhookCommand, WebhookEvent, WebhookState, WebhookRefusal> = {
  initial: { phase: 'absent' },

  decide(command, state): Decided {
    if (command.type === 'SubscribeWebhook') return subscribe(command, state);
    return 'officer' in command ? ofOfficer(command, state) : ofBus(command, state);
  },

  evolve(state, event): WebhookState {
    if (event.type === 'WebhookSubscribed') return subscribed(event.data);
    return state.phase === 'absent' ? state : after(state, event);
  },
};

function subscribe(command: Subscribe, state: WebhookState): Decided {
  const { type: _, isOperator: __, urlFault, unknownTypes, standing, ...data } = command;
  if (state.phase !== 'absent') return accept();
  if (urlFault !== undefined) return refuse('url-not-allowed', { fault: urlFault });
  if (unknownTypes.length > 0) return refuse('unknown-type', { types: unknownTypes });
  if (standing >= webhooksMax) return refuse('too-many-webhooks');
  return accept({ type: 'WebhookSubscribed', data });
}

function ofOfficer(command: OfOfficer, state: WebhookState): Decided {
  if (!isSeenBy(state, command)) return refuse('not-found');
  const { webhookId, phase } = state;
  const { agency, officer, at } = command;
  const asked = { webhookId, agency, officer, at };
  if (command.type === 'EndWebhook')
    return phase === 'ended'
      ? accept()
      : accept({ type: 'WebhookEnded', data: { ...asked, reason: command.reason } });
  if (phase === 'ended') return refuse('ended');
  switch (command.type) {
    case 'RotateWebhookKey':
      return rotate(command, state, asked);
    case 'TestWebhook':
      return accept({ type: 'WebhookTestWanted', data: asked });
    case 'PauseWebhook':
      if (phase === 'paused') return accept();
      if (phase === 'unproven') return refuse('not-proven');
      return phase === 'sending'
        ? accept({ type: 'WebhookPaused', data: { ...asked, reason: command.reason } })
        : refuse('not-sending');
    case 'ResumeWebhook':
      return resume(command, state, asked);
    default:
      return impossible(command);
  }
}

type Asked = Extract<WebhookEvent, { type: 'WebhookTestWanted' }>['data'];

function rotate(
  { keyId, overlapUntil }: Extract<OfOfficer, { type: 'RotateWebhookKey' }>,
  state: KnownWebhook,
  asked: Asked,
): Decided {
  // Two at most sign at once. Without an overlap a key that leaked goes at once, whatever is under way.
  if (overlapUntil !== undefined && keysAt(state, asked.at).length > 1) return refuse('rotation-under-way');
  const overlap = overlapUntil === undefined ? {} : { overlapUntil };
  return accept({ type: 'WebhookKeyRotated', data: { ...asked, keyId, ...overlap } });
}

function resume(
  { afterNumber, newest = 0 }: Extract<OfOfficer, { type: 'ResumeWebhook' }>,
  { phase, isProven }: KnownWebhook,
  asked: Asked,
): Decided {
  if (!isProven) return refuse('not-proven');
  if (afterNumber === undefined)
    return phase === 'sending' ? refuse('already-sending') : accept({ type: 'WebhookResumed', data: asked });
  if (afterNumber > newest) return refuse('number-not-reached', { newest: String(newest) });
  return accept({ type: 'WebhookResumed', data: { ...asked, afterNumber } });
}

/** What came meanwhile wins: one that was paused or ended is not parked as well. */
function ofBus(command: OfBus, state: WebhookState): Decided {
  if (state.phase === 'absent') return refuse('not-found');
  const { webhookId, phase } = state;
  switch (command.type) {
    case 'ProveWebhook': {
      const { afterNumber, at } = command;
      return phase === 'unproven'
        ? accept({ type: 'WebhookProven', data: { webhookId, afterNumber, at } })
        : accept();
    }
    case 'ParkWebhook': {
      const { type: _, ...data } = command;
      return phase === 'sending' ? accept({ type: 'WebhookParked', data: { webhookId, ...data } }) : accept();
    }
    case 'NoteWebhookGone':
      return phase === 'ended'
        ? accept()
        : accept({ type: 'WebhookGone', data: { webhookId, at: command.at } });
    default:
      return impossible(command);
  }
}

type DataOf<T extends WebhookEvent['type']> = Extract<WebhookEvent, { type: T }>['data'];

function subscribed(data: DataOf<'WebhookSubscribed'>): KnownWebhook {
  const { webhookId, agency, url, types, contact, keyId, afterNumber, at } = data;
  return {
    ...{ phase: 'unproven', webhookId, agency, url, types, contact },
    keys: [{ keyId }],
    start: { times: 0, ...(afterNumber === undefined ? {} : { afterNumber }) },
    runs: 0,
    testsWanted: 0,
    isProven: false,
    subscribedAt: at,
  };
}

function after(
  state: KnownWebhook,
  event: Exclude<WebhookEvent, { type: 'WebhookSubscribed' }>,
): KnownWebhook {
  const { reason: _, ...free } = state;
  const { times } = state.start;
  const run = { ...free, phase: 'sending', runs: state.runs + 1 } as const;
  switch (event.type) {
    case 'WebhookProven': {
      const { afterNumber } = event.data;
      return { ...run, isProven: true, start: { afterNumber, times: times + 1 } };
    }
    case 'WebhookKeyRotated': {
      const { keyId, overlapUntil: until } = event.data;
      const [newest] = state.keys;
      return { ...state, keys: until === undefined ? [{ keyId }] : [{ keyId }, { ...newest, until }] };
    }
    case 'WebhookTestWanted':
      return { ...state, testsWanted: state.testsWanted + 1 };
    case 'WebhookPaused':
      return { ...free, phase: 'paused', reason: event.data.reason };
    case 'WebhookParked':
      return { ...free, phase: 'parked', reason: event.data.reason };
    case 'WebhookResumed': {
      const { afterNumber } = event.data;
      const start = afterNumber === undefined ? state.start : { afterNumber, times: times + 1 };
      return { ...run, start };
    }
    case 'WebhookEnded':
      return { ...free, phase: 'ended', reason: event.data.reason };
    case 'WebhookGone':
      return { ...free, phase: 'ended', reason: 'answered 410' };
    default:
      return impossible(event);
  }
}

export const webhook = { decider: webhookDecider, codec: webhookCodec };
