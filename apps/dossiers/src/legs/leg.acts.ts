import type { legOperations } from '@contracts';
import type { Acts, CommandsOf } from '@runtime';
import type { AtDossiers } from '../dossier-desk';

/** What each operation on a leg comes to. */
export const legActs: Acts<CommandsOf<typeof legOperations>, AtDossiers> = {
  acceptLeg: ({ onLeg, agency: by, officer, at, target }) =>
    onLeg(target, { type: 'AcceptLeg', by, officer, at }),
  returnLeg: ({ onLeg, agency: by, officer, at, target, body }) =>
    onLeg(target, { type: 'ReturnLeg', by, officer, ...body, at }),
  deliverLegResult: ({ onLeg, agency: by, officer, at, target, body }) =>
    onLeg(target, { type: 'DeliverLegResult', by, officer, ...body, at }),
  refuseLeg: ({ onLeg, agency: by, officer, at, target, body }) =>
    onLeg(target, { type: 'RefuseLeg', by, officer, ...body, at }),
  proposeSupplement: ({ onLeg, agency: by, officer, at, target, body }) =>
    onLeg(target, { type: 'ProposeSupplement', by, officer, ...body, at }),
  proposeRerouting: ({ onLeg, agency: by, officer, at, target, body }) =>
    onLeg(target, { type: 'ProposeRerouting', by, officer, ...body, at }),
  agreeToRerouting: ({ onLeg, agency: by, officer, at, target }) =>
    onLeg(target, { type: 'AgreeToRerouting', by, officer, at }),
};
