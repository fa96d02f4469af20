import { isBrought, type Metadata } from '@contracts';

/**
 * A past instant before what its stream holds already. It is refused before a number is allocated, else the
 * number would have to be voided.
 */
export const fallsBehind = (at: string, lastAt: string | undefined, meta: Metadata): boolean =>
  lastAt !== undefined && at < lastAt && isBrought(meta);
