import type { agencyOperations } from '@contracts';
import { schemeOf } from '@domain/codes';
import { type Acts, type CommandsOf, doing } from '@runtime';
import type { AtDirectory } from './agency-desk';
import { MergeAgencies } from './merge-agencies/merge-agencies.command-handler';

/** What each operation on the directory comes to. */
export const agencyActs: Acts<CommandsOf<typeof agencyOperations>, AtDirectory> = {
  registerAgency: ({ on, at, target: { agency: code }, body }) =>
    on(code, { type: 'RegisterAgency', code, scheme: schemeOf(code), ...body, at }),
  renameAgency: ({ on, at, target: { agency }, body }) =>
    on(agency, { type: 'RenameAgency', ...body, agency, at }),
  moveAgency: ({ on, at, target: { agency }, body }) =>
    on(agency, { type: 'MoveAgency', ...body, agency, at }),
  closeAgency: ({ on, at, target: { agency }, body }) =>
    on(agency, { type: 'CloseAgency', ...body, agency, at }),
  mergeAgencies: ({ meta, at, body }) =>
    doing(new MergeAgencies({ ...body, at }, meta), ({ merged }) => merged),
  assignCode: ({ on, at, target: { agency }, body }) =>
    on(agency, { type: 'AssignCode', ...body, agency, at }),
  appointOfficer: ({ on, at, target: { agency }, body }) =>
    on(agency, { type: 'AppointOfficer', ...body, agency, at }),
  dismissOfficer: ({ on, at, target: { agency, officer } }) =>
    on(agency, { type: 'DismissOfficer', officer, agency, at }),
  delegateAuthority: ({ on, newId, at, target: { agency }, body }) => {
    const delegationId = newId('delegation');
    return on(agency, { type: 'DelegateAuthority', agency, delegationId, ...body, at }, { delegationId });
  },
  revokeDelegation: ({ on, at, target: { agency, delegationId }, body }) =>
    on(agency, { type: 'RevokeDelegation', delegationId, ...body, agency, at }),
  lendDesk: ({ on, newId, at, target: { agency }, body }) => {
    const lendingId = newId('desk-lending');
    return on(agency, { type: 'LendDesk', agency, lendingId, ...body, at }, { lendingId });
  },
  endDeskLending: ({ on, at, target: { agency, lendingId }, body }) =>
    on(agency, { type: 'EndDeskLending', lendingId, ...body, agency, at }),
  registerCertificate: ({ on, at, target: { agency }, body }) =>
    on(agency, { type: 'RegisterCertificate', ...body, agency, at }),
  withdrawCertificate: ({ on, at, target: { agency, sha256: certificate }, body }) =>
    on(agency, { type: 'WithdrawCertificate', certificate, ...body, agency, at }),
};
