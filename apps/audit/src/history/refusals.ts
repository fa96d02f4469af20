import { type Refused, refusedBy } from '@contracts';

export const oneMomentOnly = (): Refused =>
  refusedBy('request', 'one-moment-only', [
    { pointer: '/body', detail: 'take one of at, recordedAt and revision' },
  ]);

export const revisionNotReached = (): Refused => refusedBy('history', 'revision-not-reached');

export const malformedCursor = (): Refused =>
  refusedBy('request', 'malformed', [
    {
      pointer: '/body/cursor',
      detail: 'is no cursor of this history; send `next` of the page before as it is',
    },
  ]);
