import { createHmac } from 'node:crypto';
import type { KeyStore } from '@adapters/key-store';
import { keysAt, type KnownWebhook } from '@domain/webhook';
import { type CloudEvent, cloudEvent } from '@formats/cloudevents';
import { type Clock, idOf } from '@runtime';
import type { Sender, SendOutcome } from '../sending/sender';
import { messageId, signatureHeaders } from '../sending/signature';
import type { Lane } from './lane';

export interface SendingParts {
  /** Of the installation that sends. */
  readonly storeId: string;
  readonly sender: Pick<Sender, 'post'>;
  readonly keys: Pick<KeyStore, 'find'>;
  readonly clock: Clock;
}

/** A key that a webhook signs with is in no key store: nothing can be sent before the key is rotated. */
export class SigningKeyLost extends Error {
  override readonly name = 'SigningKeyLost';
  constructor(readonly webhookId: string) {
    super(`no key of the webhook ${webhookId} is in the key store: rotate it, or bring the keys back`);
  }
}

/** @throws SigningKeyLost, KeyStoreUnavailable */
export async function send(parts: SendingParts, lane: Lane, event: CloudEvent): Promise<SendOutcome> {
  const { webhook } = lane;
  const sentAt = parts.clock.now();
  const body = JSON.stringify(event);
  const keys = await keysOf(parts, lane, sentAt);
  const signed = signatureHeaders({ id: messageId(event.id, webhook.webhookId), sentAt, body, keys });
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'lienthong-webhooks/1',
    ...signed,
  };
  return parts.sender.post({ url: webhook.url, headers, body });
}

async function keysOf({ keys }: SendingParts, lane: Lane, at: string): Promise<readonly Buffer[]> {
  const wanted = keysAt(lane.webhook, at);
  const ids = wanted.join(' ');
  if (lane.keys?.ids !== ids) {
    const found = await Promise.all(wanted.map((keyId) => keys.find(keyId)));
    lane.keys = { ids, buffers: found.flatMap((key) => key ?? []) };
  }
  if (lane.keys.buffers.length === 0) {
    lane.keys = undefined;
    throw new SigningKeyLost(lane.webhookId);
  }
  return lane.keys.buffers;
}

/** What a receiver gives back shows that it takes events of this house on purpose. */
export async function challengeOf(parts: SendingParts, lane: Lane): Promise<string> {
  const [key = Buffer.alloc(0)] = await keysOf(parts, lane, parts.clock.now());
  return createHmac('sha256', key)
    .update(`challenge ${trialId(lane)}`)
    .digest('base64url');
}

/** The same in every repeat of one challenge or test. */
const trialId = ({ webhook, cursor }: Lane): string =>
  idOf('webhook-trial', webhook.webhookId, cursor?.trials ?? 0, webhook.testsWanted);

/** What is sent to one that is not proven, and to one that a test was wanted of. */
export const trialEvent = ({ storeId, clock }: SendingParts, lane: Lane, challenge?: string): CloudEvent =>
  cloudEvent({
    ...{ storeId, id: trialId(lane), owner: 'bus', context: 'webhook', version: 1, time: clock.now() },
    ...{ fact: challenge === undefined ? 'test' : 'validation', subject: lane.webhookId },
    data: {
      ...{ webhookId: lane.webhookId, agency: lane.webhook.agency },
      ...(challenge === undefined ? {} : { challenge }),
    },
  });

/** The challenge as the whole answer, or as `challenge` of a JSON object. */
export function isGivenBack(outcome: SendOutcome, challenge: string): boolean {
  if (!('status' in outcome)) return false;
  const text = outcome.text.trim();
  if (text === challenge) return true;
  try {
    const { challenge: given } = JSON.parse(text) as { readonly challenge?: unknown };
    return given === challenge;
  } catch {
    return false;
  }
}

export const isWanted = ({ types }: KnownWebhook, { type }: CloudEvent): boolean =>
  types.length === 0 || types.includes(type);
