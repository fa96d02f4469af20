import { codecOf } from '@domain/decider';
import { idOfStream, streamNameOf } from '@domain/codes';
import type { AgencyEvent } from './agency.events';

type Data<T extends AgencyEvent['type']> = Extract<AgencyEvent, { type: T }>['data'];

/** These names are the stored format: versions are added, never changed. */
export const agencyCodec = codecOf<AgencyEvent>({
  'AgencyRegistered.v1': (data: Data<'AgencyRegistered'>) => ({ type: 'AgencyRegistered', data }),
  'OfficerAppointed.v1': (data: Data<'OfficerAppointed'>) => ({ type: 'OfficerAppointed', data }),
});

export const agencyStream = (code: string): string => streamNameOf('agency', code);
export const agencyOfStream = (stream: string): string | undefined => idOfStream('agency', stream);
