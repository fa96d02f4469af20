import { type Refused, refusedBy } from './reply';

/** What a message lacks to be taken: its name in refusals, in the metric and in the log. */
export const doubts = [
  'unsigned',
  'unknown-key',
  'wrong-signature',
  'expired',
  'from-the-future',
  'signer-may-not',
] as const;
export type Doubt = (typeof doubts)[number];

/**
 * The refusal of a message that nobody proved to have sent: nothing of it was looked at. It passes once keys and clocks
 * are in order again, so whoever asked may ask again.
 */
export const unproven = (reason: Doubt): Refused => ({
  ...refusedBy('service', 'caller-unproven'),
  about: { reason },
});

export const isUnproven = ({ context, refused }: Refused): boolean =>
  context === 'service' && refused === 'caller-unproven';
