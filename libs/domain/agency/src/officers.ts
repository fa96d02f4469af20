import { localDate } from '@domain/codes';
import { accept, refuse } from '@domain/decider';
import type { AgencyEvent } from './agency.events';
import type { AgencyCommand } from './agency-command';
import { holdsDelegation, isInPost, isLeader, isOpenOn } from './agency-on-date';
import { entryOf, type RegisteredAgency } from './agency-state';

type Command<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>;

export function appoint({ type: _, ...appointment }: Command<'AppointOfficer'>, state: RegisteredAgency) {
  const { officer, displayName, roles, at } = appointment;
  const known = entryOf(state.officers, officer);
  const same =
    known !== undefined &&
    known.dismissedDate === undefined &&
    known.displayName === displayName &&
    known.roles.join() === roles.join();
  if (same) return accept();
  if (!isOpenOn(state, localDate(at))) return refuse('agency-closed');
  return accept<AgencyEvent>({ type: 'OfficerAppointed', data: appointment });
}

export function dismiss({ type: _, ...dismissal }: Command<'DismissOfficer'>, state: RegisteredAgency) {
  const known = entryOf(state.officers, dismissal.officer);
  if (known === undefined) return refuse('officer-not-found');
  if (known.dismissedDate !== undefined) return accept();
  return accept<AgencyEvent>({ type: 'OfficerDismissed', data: dismissal });
}

/** Decree 30/2020 art. 13: given by a leader; TUQ. in writing, for a time, and never handed on. */
export function delegate({ type: _, ...given }: Command<'DelegateAuthority'>, state: RegisteredAgency) {
  const { delegationId, officer, authority, givenBy, validFromDate, validToDate, at } = given;
  // The id follows from the call, so what stands under it is what this call says.
  if (entryOf(state.delegations, delegationId) !== undefined) return accept();
  const today = localDate(at);
  if (!isOpenOn(state, today) || !isOpenOn(state, validFromDate)) return refuse('agency-closed');
  if (!isInPost(state, officer, today)) return refuse('officer-not-found');
  if (!isInPost(state, givenBy, today) || !isLeader(state, givenBy)) return refuse('giver-is-no-leader');
  if (validToDate !== undefined && validToDate < validFromDate) return refuse('ends-before-it-begins');
  if (authority === 'TUQ') {
    if (validToDate === undefined) return refuse('delegation-needs-an-end');
    const onlyDelegated = [today, validFromDate].some((date) => holdsDelegation(state, givenBy, 'TUQ', date));
    if (onlyDelegated || givenBy === officer) return refuse('no-redelegation');
  }
  return accept<AgencyEvent>({ type: 'AuthorityDelegated', data: given });
}

export function revoke({ type: _, ...revocation }: Command<'RevokeDelegation'>, state: RegisteredAgency) {
  const known = entryOf(state.delegations, revocation.delegationId);
  if (known === undefined) return refuse('delegation-not-found');
  if (known.endedDate !== undefined) return accept();
  return accept<AgencyEvent>({ type: 'DelegationRevoked', data: revocation });
}

export function registerCertificate(command: Command<'RegisterCertificate'>, state: RegisteredAgency) {
  const { type: _, heldByAnother, ...registration } = command;
  const { certificate, officer, at } = registration;
  const known = entryOf(state.certificates, certificate);
  if (known?.withdrawnAt !== undefined) return refuse('certificate-withdrawn');
  if (known !== undefined) {
    return known.officer === officer ? accept() : refuse('certificate-already-registered');
  }
  const today = localDate(at);
  if (!isOpenOn(state, today)) return refuse('agency-closed');
  if (officer !== undefined && !isInPost(state, officer, today)) return refuse('officer-not-found');
  if (heldByAnother) return refuse('certificate-already-registered');
  return accept<AgencyEvent>({ type: 'CertificateRegistered', data: registration });
}

export function withdrawCertificate(
  { type: _, ...withdrawal }: Command<'WithdrawCertificate'>,
  state: RegisteredAgency,
) {
  const known = entryOf(state.certificates, withdrawal.certificate);
  if (known === undefined) return refuse('certificate-not-found');
  if (known.withdrawnAt !== undefined) return accept();
  return accept<AgencyEvent>({ type: 'CertificateWithdrawn', data: withdrawal });
}
