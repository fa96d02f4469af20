import { feedCursor, parseFeedCursor } from './feed-cursor';

const eventId = '6f1c1f0e-7f0a-5b60-9a43-0d3a8a0d8b11';

it.each([1, 77, 2_147_483_647])('reads back the cursor of message %d', (number) =>
  expect(parseFeedCursor(feedCursor({ number, eventId }))).toEqual({ number, eventId }),
);

it.each([
  '',
  '0',
  '7',
  `0.${eventId}`,
  `07.${eventId}`,
  `2147483648.${eventId}`,
  `7.${eventId.toUpperCase()}`,
  `7.${eventId}.1`,
  `-7.${eventId}`,
])('takes %j for none', (text) => expect(parseFeedCursor(text)).toBeUndefined());
