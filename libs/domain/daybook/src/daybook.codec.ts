import { idOfStream, isAgencyCode, streamNameOf } from '@domain/codes';
import { codecOf, listOf, shape, text, whole } from '@domain/decider';
import type { DaybookEvent } from './daybook.events';

/** These names are the stored format: versions are added, never changed. */
export const daybookCodec = codecOf<DaybookEvent>({
  DayOrderGiven: {
    name: 'DayOrderGiven.v1',
    schema: shape({
      ...{ agency: text, localDate: text, dossierId: text },
      ...{ order: whole, officer: text, at: text },
    }),
  },
  HandOverSlipIssued: {
    name: 'HandOverSlipIssued.v1',
    schema: shape({
      ...{ agency: text, localDate: text, slipId: text, number: whole, to: text, officer: text },
      ...{ reason: text, dossiers: listOf(text), at: text },
    }),
  },
});

/** The dossiers one agency accepted on one local day, and the slips it handed dossiers over with. */
export interface Daybook {
  readonly agency: string;
  readonly localDate: string;
}

export const daybookStream = ({ agency, localDate }: Daybook): string =>
  streamNameOf('daybook', `${agency}.${localDate}`);

/** A day holds no dot and a code may hold several, so the last dot is the one between them. */
export function daybookOfStream(stream: string): Daybook | undefined {
  const [, agency, localDate] = /^(.+)\.(\d{4}-\d{2}-\d{2})$/.exec(idOfStream('daybook', stream) ?? '') ?? [];
  return agency === undefined || localDate === undefined || !isAgencyCode(agency)
    ? undefined
    : { agency, localDate };
}
