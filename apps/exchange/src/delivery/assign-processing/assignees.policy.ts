import type { AgencyCard, FieldError } from '@contracts';

interface Assignment {
  readonly assignee: string;
  readonly coordinating: readonly string[];
}

const leads: readonly string[] = ['Specialist', 'Leader'];

/**
 * Who in this assignment may not do it: the lead is a specialist or leader of the agency, the others are officers
 * of it.
 */
export function wrongAssignees(
  { assignee, coordinating }: Assignment,
  agency: AgencyCard | undefined,
): FieldError[] {
  const rolesOf = new Map(agency?.officers.map(({ officer, roles }) => [officer, roles]));
  const mayLead = rolesOf.get(assignee)?.some((role) => leads.includes(role)) ?? false;
  const others = coordinating.flatMap((officer, index) =>
    rolesOf.has(officer)
      ? []
      : [{ pointer: `/body/coordinating/${index}`, detail: `${officer} is no officer of your agency` }],
  );
  const detail = `${assignee} is no Specialist or Leader of your agency`;
  return mayLead ? others : [{ pointer: '/body/assignee', detail }, ...others];
}
