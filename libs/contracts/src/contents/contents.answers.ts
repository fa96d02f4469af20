import { shape, text, whole, type Answer } from '../answer';

export const contentStored = shape({ sha256: text, size: whole });
export type ContentStored = Answer<typeof contentStored>;
