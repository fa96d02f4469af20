import { type Decider, type Decision, impossible, refuse } from '@domain/decider';
import { agencyCodec } from './agency.codec';
import type { AgencyEvent } from './agency.events';
import type { AgencyCommand, AgencyRefusal } from './agency-command';
import { evolve } from './agency-fold';
import type { AgencyState, RegisteredAgency } from './agency-state';
import { endLending, lend } from './lendings';
import { appoint, delegate, dismiss, registerCertificate, revoke, withdrawCertificate } from './officers';
import { assignCode, close, move, register, rename, succeed } from './organisation';

export const agencyDecider: Decider<AgencyCommand, AgencyEvent, AgencyState, AgencyRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'RegisterAgency') return register(command, state);
    return state.status === 'absent' ? refuse('not-found') : decideFor(state, command);
  },

  evolve,
};

function decideFor(
  state: RegisteredAgency,
  command: Exclude<AgencyCommand, { type: 'RegisterAgency' }>,
): Decision<AgencyEvent, AgencyRefusal> {
  switch (command.type) {
    case 'RenameAgency':
      return rename(command, state);
    case 'MoveAgency':
      return move(command, state);
    case 'CloseAgency':
      return close(command, state);
    case 'RecordSuccession':
      return succeed(command, state);
    case 'AssignCode':
      return assignCode(command, state);
    case 'AppointOfficer':
      return appoint(command, state);
    case 'DismissOfficer':
      return dismiss(command, state);
    case 'DelegateAuthority':
      return delegate(command, state);
    case 'RevokeDelegation':
      return revoke(command, state);
    case 'LendDesk':
      return lend(command, state);
    case 'EndDeskLending':
      return endLending(command, state);
    case 'RegisterCertificate':
      return registerCertificate(command, state);
    case 'WithdrawCertificate':
      return withdrawCertificate(command, state);
    default:
      return impossible(command);
  }
}

export const agency = { decider: agencyDecider, codec: agencyCodec };
