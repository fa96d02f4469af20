import { type Answer, described, sha256, shape, whole } from '../answer';

export const contentStored = shape({ sha256, size: described(whole, 'bytes') });
export type ContentStored = Answer<typeof contentStored>;
