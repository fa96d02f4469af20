import type { JsonSchema } from './json-schema';

/** Integers of CloudEvents have 32 bits. */
const integer = { type: 'integer', maximum: 2 ** 31 - 1 } as const;

/** Attributes of our own beside those of CloudEvents, as they stand in messages; each may be absent. */
export const extensionAttributes: Readonly<Record<string, JsonSchema>> = {
  feednumber: {
    ...{ ...integer, minimum: 1 },
    description:
      'which of the messages to its agency this one is: 1, 2, 3 …, without a gap / số thứ tự của bản tin gửi cơ quan, liên tục',
  },
  feedprevious: {
    ...{ ...integer, minimum: 0 },
    description:
      'number of the message before it, 0 before the first / số của bản tin liền trước, 0 nếu là bản tin đầu',
  },
};
