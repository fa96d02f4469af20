import {
  agency,
  type Answer,
  at,
  described,
  list,
  maybe,
  oneOf,
  page,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';

export const webhookPhases = ['unproven', 'sending', 'paused', 'parked', 'ended'] as const;

const webhookId = described(uuid, 'id of the webhook');
const secret = maybe(
  described(
    text,
    'key of its signatures, `whsec_…`; shown this once, and absent where the command is repeated',
  ),
);

export const webhookSubscribed = shape({ webhookId, secret });
export type WebhookSubscribed = Answer<typeof webhookSubscribed>;

export const webhookKeyRotated = shape({
  secret,
  overlapUntil: maybe(described(at, 'until then both keys sign; absent when the key before signs no more')),
});
export type WebhookKeyRotated = Answer<typeof webhookKeyRotated>;

const phase = described(
  oneOf(...webhookPhases),
  '`unproven` until the receiver gave back the challenge; `parked` by the system after three days without success',
);

const listed = {
  webhookId,
  agency: described(agency, 'code of the agency whose messages it is sent'),
  url: described(text, 'where its messages are sent, https on a public host'),
  phase,
  reason: maybe(described(text, 'why it is paused, parked or ended')),
  subscribedAt: described(at, 'when it was subscribed'),
};

export const webhookListed = shape(listed, 'subscribedAt');
export type WebhookListed = Answer<typeof webhookListed>;
export const webhooksPage = page(webhookListed);

const delivery = shape({
  number: maybe(described(whole, "number in the agency's messages; absent of challenges and tests")),
  eventId: described(uuid, '`id` of the CloudEvent'),
  type: described(text, '`type` of the CloudEvent'),
  taken: described(yes, 'the receiver answered 2xx in time'),
  tries: described(whole, 'how often it was sent so far'),
  outcome: described(
    text,
    'of the last try: `answered 200`, or why there was no answer in time, such as `too-late`',
  ),
  tookMs: described(whole, 'how long the last try took, milliseconds'),
  delayMs: described(whole, 'from the recording of the fact to the end of the last try, milliseconds'),
  at: described(at, 'end of the last try'),
});

export const webhookView = shape(
  {
    ...listed,
    types: described(list(text), 'CloudEvents types wanted; none means every public type'),
    contact: described(text, 'who is told of failures'),
    keys: described(
      list(
        shape({
          keyId: described(uuid, 'id of the key; the key itself is shown to nobody'),
          until: maybe(described(at, 'signs until then; absent of the newest')),
        }),
      ),
      'that sign, newest first',
    ),
    number: maybe(
      described(whole, 'of the last message that was taken or not wanted; absent before the first'),
    ),
    tries: maybe(described(whole, 'of the message behind it; absent where none failed')),
    nextTryAt: maybe(described(at, 'when it is tried again; absent where nothing waits')),
    deliveries: described(list(delivery), 'newest first, 20 at most; tests among them'),
  },
  'subscribedAt',
);
export type WebhookView = Answer<typeof webhookView>;
