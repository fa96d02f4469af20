import { idOfStream, streamNameOf } from '@domain/codes';
import { codecOf, listOf, shape, text, whole } from '@domain/decider';
import type { WebhookEvent } from './webhook.events';

const told = { webhookId: text, at: text };
const asked = { ...told, agency: text, officer: text };

/** These names are the stored format: versions are added, never changed. */
export const webhookCodec = codecOf<WebhookEvent>({
  WebhookSubscribed: {
    name: 'WebhookSubscribed.v1',
    schema: shape(
      { ...asked, url: text, types: listOf(text), contact: text, keyId: text },
      { afterNumber: whole },
    ),
  },
  WebhookProven: { name: 'WebhookProven.v1', schema: shape({ ...told, afterNumber: whole }) },
  WebhookKeyRotated: {
    name: 'WebhookKeyRotated.v1',
    schema: shape({ ...asked, keyId: text }, { overlapUntil: text }),
  },
  WebhookTestWanted: { name: 'WebhookTestWanted.v1', schema: shape(asked) },
  WebhookPaused: { name: 'WebhookPaused.v1', schema: shape({ ...asked, reason: text }) },
  WebhookParked: {
    name: 'WebhookParked.v1',
    schema: shape({ ...told, reason: text, number: whole, eventId: text }),
  },
  WebhookResumed: { name: 'WebhookResumed.v1', schema: shape(asked, { afterNumber: whole }) },
  WebhookEnded: { name: 'WebhookEnded.v1', schema: shape({ ...asked, reason: text }) },
  WebhookGone: { name: 'WebhookGone.v1', schema: shape(told) },
});

export const webhookStream = (webhookId: string): string => streamNameOf('webhook', webhookId);
export const webhookOfStream = (stream: string): string | undefined => idOfStream('webhook', stream);
