import { localDate } from '@domain/codes';
import { impossible } from '@domain/decider';
import type { AgencyEvent } from './agency.events';
import {
  type AgencyState,
  entryOf,
  isSameInterval,
  type Officer,
  type RegisteredAgency,
  registeredFrom,
} from './agency-state';

type Later = Exclude<AgencyEvent, { type: 'AgencyRegistered' }>;
type DisplayNames = Officer['displayNames'];
type DataOf<T extends AgencyEvent['type']> = Extract<AgencyEvent, { type: T }>['data'];

export function evolve(state: AgencyState, event: AgencyEvent): AgencyState {
  if (event.type === 'AgencyRegistered') return registeredFrom(event.data);
  return state.status === 'absent' ? state : afterwards(state, event);
}

function afterwards(state: RegisteredAgency, event: Later): RegisteredAgency {
  switch (event.type) {
    case 'AgencyRenamed': {
      const { name, abbreviation, effectiveDate: fromDate, legalBasis } = event.data;
      return { ...state, names: [...state.names, { name, abbreviation, fromDate, legalBasis }] };
    }
    case 'AgencyMoved': {
      const { parent, effectiveDate: fromDate, legalBasis } = event.data;
      return { ...state, parents: [...state.parents, { parent, fromDate, legalBasis }] };
    }
    case 'AgencyClosed': {
      const { how, successors, effectiveDate, legalBasis } = event.data;
      return { ...state, closing: { how, successors, effectiveDate, legalBasis } };
    }
    case 'AgencySucceeded': {
      const { predecessor: agency, effectiveDate, legalBasis } = event.data;
      return { ...state, predecessors: [...state.predecessors, { agency, effectiveDate, legalBasis }] };
    }
    case 'AgencyCodeAssigned':
      return withCode(state, event.data);
    case 'OfficerAppointed': {
      const { officer, displayName, roles } = event.data;
      const displayNames = calledSo(entryOf(state.officers, officer), event.data);
      return { ...state, officers: { ...state.officers, [officer]: { displayName, roles, displayNames } } };
    }
    case 'OfficerDismissed':
      return withoutOfficer(state, event.data);
    case 'AuthorityDelegated': {
      const { agency: _, delegationId, at: __, ...given } = event.data;
      return { ...state, delegations: { ...state.delegations, [delegationId]: given } };
    }
    case 'DelegationRevoked': {
      const { delegationId, at } = event.data;
      const delegations = ended(state.delegations, localDate(at), (id) => id === delegationId);
      return { ...state, delegations };
    }
    case 'DeskLent': {
      const { agency: _, lendingId, at: __, ...lent } = event.data;
      return { ...state, lendings: { ...state.lendings, [lendingId]: lent } };
    }
    case 'DeskLentEnded': {
      const { lendingId, at } = event.data;
      return { ...state, lendings: ended(state.lendings, localDate(at), (id) => id === lendingId) };
    }
    case 'CertificateRegistered': {
      const { officer, certificate, at: registeredAt } = event.data;
      const registered = officer === undefined ? { registeredAt } : { officer, registeredAt };
      return { ...state, certificates: { ...state.certificates, [certificate]: registered } };
    }
    case 'CertificateWithdrawn': {
      const { certificate, at: withdrawnAt } = event.data;
      const known = entryOf(state.certificates, certificate);
      if (known === undefined) return state;
      return { ...state, certificates: { ...state.certificates, [certificate]: { ...known, withdrawnAt } } };
    }
    default:
      return impossible(event);
  }
}

/** What was printed under an earlier name keeps it. */
function calledSo(known: Officer | undefined, { displayName, at }: DataOf<'OfficerAppointed'>): DisplayNames {
  if (known === undefined) return [{ displayName }];
  if (known.displayName === displayName) return known.displayNames;
  return [...known.displayNames, { displayName, fromDate: localDate(at) }];
}

function withCode(state: RegisteredAgency, data: DataOf<'AgencyCodeAssigned'>): RegisteredAgency {
  const { agency: _, at: __, ...assigned } = data;
  return { ...state, codes: [...state.codes.filter((code) => !isSameInterval(code, assigned)), assigned] };
}

/** What was delegated or lent to a dismissed officer ends with the post; a new appointment does not bring it back. */
function withoutOfficer(state: RegisteredAgency, data: DataOf<'OfficerDismissed'>): RegisteredAgency {
  const known = entryOf(state.officers, data.officer);
  if (known === undefined) return state;
  const dismissedDate = localDate(data.at);
  const officers = { ...state.officers, [data.officer]: { ...known, dismissedDate } };
  const delegations = ended(state.delegations, dismissedDate, (_, { officer }) => officer === data.officer);
  const lendings = ended(state.lendings, dismissedDate, (_, { officer, cover }) =>
    [officer, cover].includes(data.officer),
  );
  return { ...state, officers, delegations, lendings };
}

function ended<T extends { readonly endedDate?: string }>(
  given: Readonly<Record<string, T>>,
  endedDate: string,
  which: (id: string, each: T) => boolean,
): Readonly<Record<string, T>> {
  const entries = Object.entries(given).map(([id, each]) => {
    const ends = each.endedDate === undefined && which(id, each);
    return [id, ends ? { ...each, endedDate } : each] as const;
  });
  return Object.fromEntries(entries);
}
