import { idOfStream, roles, streamNameOf, tiers } from '@domain/codes';
import { codecOf, listOf, oneOf, shape, text } from '@domain/decider';
import type { AgencyEvent } from './agency.events';

const restructured = { agency: text, effectiveDate: text, legalBasis: text, at: text };
const scheme = oneOf('qd20', 'qcvn102');

/** These names are the stored format: versions are added, never changed. */
export const agencyCodec = codecOf<AgencyEvent>({
  AgencyRegistered: {
    name: 'AgencyRegistered.v1',
    schema: shape(
      { code: text, scheme, name: text, abbreviation: text, tier: oneOf(...tiers), at: text },
      { parent: text },
    ),
  },
  AgencyRenamed: {
    name: 'AgencyRenamed.v1',
    schema: shape({ ...restructured, name: text, abbreviation: text }),
  },
  AgencyMoved: { name: 'AgencyMoved.v1', schema: shape({ ...restructured, parent: text }) },
  AgencyClosed: {
    name: 'AgencyClosed.v1',
    schema: shape({
      ...restructured,
      how: oneOf('merged', 'split', 'dissolved'),
      successors: listOf(text),
    }),
  },
  AgencySucceeded: { name: 'AgencySucceeded.v1', schema: shape({ ...restructured, predecessor: text }) },
  AgencyCodeAssigned: {
    name: 'AgencyCodeAssigned.v1',
    schema: shape(
      { agency: text, scheme, value: text, validFromDate: text, at: text },
      { validToDate: text },
    ),
  },
  OfficerAppointed: {
    name: 'OfficerAppointed.v1',
    schema: shape({
      agency: text,
      officer: text,
      displayName: text,
      roles: listOf(oneOf(...roles)),
      at: text,
    }),
  },
  OfficerDismissed: {
    name: 'OfficerDismissed.v1',
    schema: shape({ agency: text, officer: text, at: text }),
  },
  AuthorityDelegated: {
    name: 'AuthorityDelegated.v1',
    schema: shape(
      {
        agency: text,
        delegationId: text,
        officer: text,
        authority: oneOf('KT', 'TM', 'TUQ', 'TL'),
        givenBy: text,
        validFromDate: text,
        legalBasis: text,
        at: text,
      },
      { validToDate: text },
    ),
  },
  DelegationRevoked: {
    name: 'DelegationRevoked.v1',
    schema: shape({ agency: text, delegationId: text, reason: text, at: text }),
  },
  DeskLent: {
    name: 'DeskLent.v1',
    schema: shape({
      agency: text,
      lendingId: text,
      officer: text,
      cover: text,
      givenBy: text,
      validFromDate: text,
      validToDate: text,
      legalBasis: text,
      at: text,
    }),
  },
  DeskLentEnded: {
    name: 'DeskLentEnded.v1',
    schema: shape({ agency: text, lendingId: text, reason: text, at: text }),
  },
  CertificateRegistered: {
    name: 'CertificateRegistered.v1',
    schema: shape({ agency: text, certificate: text, at: text }, { officer: text }),
  },
  CertificateWithdrawn: {
    name: 'CertificateWithdrawn.v1',
    schema: shape({ agency: text, certificate: text, reason: text, at: text }),
  },
});

export const agencyStream = (code: string): string => streamNameOf('agency', code);
export const agencyOfStream = (stream: string): string | undefined => idOfStream('agency', stream);
