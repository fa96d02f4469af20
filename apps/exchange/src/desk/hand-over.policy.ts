import { type AgencyCard, type AgencyDetails, type FieldError, type Refused, refusedBy } from '@contracts';
import { type CommandOf as OnDelivery, type DeliveryKey, type DeliveryState } from '@domain/delivery';
import { type CommandOf as OnDocument, documentDecider, type DocumentState } from '@domain/document';
import type { HandoverEvent } from '@domain/handover/events';

/** A leader hands the documents on the desk `from` over to the officer `to`. */
export type HandingOver = Extract<HandoverEvent, { readonly type: 'DeskHandedOver' }>['data'];

/** What one document is on that desk; `there` when it lies with the other officer already. */
export type OnDesk =
  | { readonly of: 'draft'; readonly documentId: string; readonly command: OnDocument<'HandOverDraft'> }
  | { readonly of: 'delivery'; readonly key: DeliveryKey; readonly command: OnDelivery<'ReassignProcessing'> }
  | { readonly of: 'there' }
  | { readonly of: 'refused'; readonly refusal: Refused; readonly detail: string };

export function placeOf(
  handing: HandingOver,
  own: DocumentState,
  come: DeliveryState,
  documentId: string,
): OnDesk {
  const { agency, officer, from, to, reason, at } = handing;
  if (own.status !== 'absent' && own.agency === agency) {
    const command = { type: 'HandOverDraft', agency, officer, from, to, reason, at } as const;
    const decision = documentDecider.decide(command, own);
    if ('refused' in decision) return refused(decision.refused, `is ${own.status}, or on another desk`);
    return decision.events.length === 0 ? { of: 'there' } : { of: 'draft', documentId, command };
  }
  const isHere = come.status !== 'absent' && 'assignee' in come;
  if (!isHere) return refused('not-found', 'is neither a draft of your agency nor assigned in it');
  const isAtWork = come.status === 'Assigned' || come.status === 'InProcess';
  if (!isAtWork) return refused('not-on-that-desk', `is ${come.status}`);
  if (come.assignee === to) return { of: 'there' };
  if (come.assignee !== from) return refused('not-on-that-desk', 'lies on the desk of another officer');
  const coordinating = (come.coordinating ?? []).filter((each) => each !== from && each !== to);
  const command = { type: 'ReassignProcessing', by: agency, officer, assignee: to, coordinating } as const;
  return { of: 'delivery', key: { documentId, to: agency }, command: { ...command, reason, at } };
}

const refused = (name: string, detail: string): OnDesk => ({
  of: 'refused',
  refusal: refusedBy('document', name),
  detail,
});

const whoWorks = {
  draft: ['Drafter', 'Clerk'],
  delivery: ['Specialist', 'Leader'],
  dossier: ['Specialist', 'Leader', 'OneStopOfficer'],
} as const;

/** The officer who takes it over has to be of the agency, with a role that works on it. */
export function unfitFor(
  places: readonly OnDesk[],
  { to, dossiers }: Pick<HandingOver, 'to' | 'dossiers'>,
  officers: AgencyCard['officers'],
): Refused | undefined {
  const roles: readonly string[] = officers.find((each) => each.officer === to)?.roles ?? [];
  for (const kind of ['draft', 'delivery', 'dossier'] as const) {
    const isNeeded = kind === 'dossier' ? dossiers.length > 0 : places.some((place) => place.of === kind);
    if (!isNeeded || whoWorks[kind].some((role) => roles.includes(role))) continue;
    const detail = `${to} is no ${whoWorks[kind].join(' or ')} of your agency`;
    return refusedBy('document', 'successor-at-desk-not-found', [{ pointer: '/body/to', detail }]);
  }
  if (officers.some((each) => each.officer === to)) return undefined;
  const detail = `${to} is in no post of your agency`;
  return refusedBy('document', 'successor-at-desk-not-found', [{ pointer: '/body/to', detail }]);
}

/** Leave cover that is neither given by the officer nor to that officer; what has ended already may be named. */
export function strangeAmong(
  deskLendings: readonly string[],
  officer: string,
  known: AgencyDetails['deskLendings'],
): Refused | undefined {
  const own = known.filter((each) => [each.officer, each.cover].includes(officer));
  const errors = deskLendings.flatMap((id, index): FieldError[] =>
    own.some(({ lendingId }) => lendingId === id)
      ? []
      : [{ pointer: `/body/deskLendings/${index}`, detail: `${id} is no leave cover by or for ${officer}` }],
  );
  return errors.length === 0 ? undefined : refusedBy('agency', 'lending-not-found', errors);
}
