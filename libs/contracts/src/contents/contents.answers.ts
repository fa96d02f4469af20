import { type Answer, shape, text, whole } from '../answer';

export const contentStored = shape({ sha256: text, size: whole });
export type ContentStored = Answer<typeof contentStored>;
