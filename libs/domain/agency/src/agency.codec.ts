import { codecOf } from '@domain/decider';
import { idOfStream, streamNameOf } from '@domain/codes';
import type { AgencyEvent } from './agency.events';

type Data<T extends AgencyEvent['type']> = Extract<AgencyEvent, { type: T }>['data'];

/** These names are the stored format: versions are added, never changed. */
export const agencyCodec = codecOf<AgencyEvent>({
  'AgencyRegistered.v1': (data: Data<'AgencyRegistered'>) => ({ type: 'AgencyRegistered', data }),
  'AgencyRenamed.v1': (data: Data<'AgencyRenamed'>) => ({ type: 'AgencyRenamed', data }),
  'AgencyMoved.v1': (data: Data<'AgencyMoved'>) => ({ type: 'AgencyMoved', data }),
  'AgencyClosed.v1': (data: Data<'AgencyClosed'>) => ({ type: 'AgencyClosed', data }),
  'AgencySucceeded.v1': (data: Data<'AgencySucceeded'>) => ({ type: 'AgencySucceeded', data }),
  'AgencyCodeAssigned.v1': (data: Data<'AgencyCodeAssigned'>) => ({ type: 'AgencyCodeAssigned', data }),
  'OfficerAppointed.v1': (data: Data<'OfficerAppointed'>) => ({ type: 'OfficerAppointed', data }),
  'OfficerDismissed.v1': (data: Data<'OfficerDismissed'>) => ({ type: 'OfficerDismissed', data }),
  'AuthorityDelegated.v1': (data: Data<'AuthorityDelegated'>) => ({ type: 'AuthorityDelegated', data }),
  'DelegationRevoked.v1': (data: Data<'DelegationRevoked'>) => ({ type: 'DelegationRevoked', data }),
  'CertificateRegistered.v1': (data: Data<'CertificateRegistered'>) => ({
    type: 'CertificateRegistered',
    data,
  }),
  'CertificateWithdrawn.v1': (data: Data<'CertificateWithdrawn'>) => ({ type: 'CertificateWithdrawn', data }),
});

export const agencyStream = (code: string): string => streamNameOf('agency', code);
export const agencyOfStream = (stream: string): string | undefined => idOfStream('agency', stream);
