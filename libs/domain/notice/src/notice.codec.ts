import { idOfStream, noticeKinds, noticeWays, streamNameOf } from '@domain/codes';
import { codecOf, flag, listOf, oneOf, shape, text } from '@domain/decider';
import type { NoticeEvent } from './notice.events';

const told = { noticeId: text, at: text };
const asked = { ...told, agency: text, officer: text };
const addresses = shape({ kid: text, alg: oneOf('A256GCM'), iv: text, ct: text });

/** These names are the stored format: versions are added, never changed. */
export const noticeCodec = codecOf<NoticeEvent>({
  NoticesChosen: {
    name: 'NoticesChosen.v1',
    schema: shape({
      ...asked,
      kinds: listOf(oneOf(...noticeKinds)),
      ways: listOf(oneOf(...noticeWays)),
      addresses,
      quietFrom: text,
      quietUntil: text,
      flashAtOnce: flag,
      onDaysOff: flag,
    }),
  },
  NoticesEnded: { name: 'NoticesEnded.v1', schema: shape(asked) },
  NoticesLapsed: { name: 'NoticesLapsed.v1', schema: shape(told) },
  NoticeAddressRefused: {
    name: 'NoticeAddressRefused.v1',
    schema: shape({ ...told, way: oneOf(...noticeWays), kid: text, reason: text }),
  },
});

export const noticeStream = (noticeId: string): string => streamNameOf('notice', noticeId);
export const noticeOfStream = (stream: string): string | undefined => idOfStream('notice', stream);
