import { agencyCodec } from '@domain/agency/events';
import { daybookCodec } from '@domain/daybook/events';
import type { Codec } from '@domain/decider';
import { deliveryCodec } from '@domain/delivery/events';
import { documentCodec } from '@domain/document/events';
import { dossierCodec } from '@domain/dossier/events';
import { handoverCodec } from '@domain/handover/events';
import { legCodec } from '@domain/leg/events';
import { registerCodec } from '@domain/register/events';
import { secrecyCodec } from '@domain/secrecy/events';
import type { ProjectedEvent } from './projection';

const codecs: readonly Codec<ProjectedEvent>[] = [
  agencyCodec,
  documentCodec,
  deliveryCodec,
  registerCodec,
  dossierCodec,
  daybookCodec,
  handoverCodec,
  legCodec,
  secrecyCodec,
];

/** Stored names are unique over the whole store, so the name alone says whose fact it is. */
export function decodeFact(stored: {
  readonly type: string;
  readonly data: unknown;
}): ProjectedEvent | 'unknown-fact' | 'unknown-version' {
  for (const codec of codecs) {
    const event = codec.decode(stored);
    if (event !== 'unknown-fact') return event;
  }
  return 'unknown-fact';
}
