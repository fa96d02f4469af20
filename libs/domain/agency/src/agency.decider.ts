import { accept, type Decider, impossible, refuse } from '@domain/decider';
import type { CodeScheme, Role, Tier } from '@domain/codes';
import { agencyCodec } from './agency.codec';
import type { AgencyEvent } from './agency.events';

export type AgencyCommand =
  | {
      readonly type: 'RegisterAgency';
      readonly code: string;
      /** What the code is written in; nothing when it is no agency code. */
      readonly scheme: CodeScheme | undefined;
      readonly name: string;
      readonly abbreviation: string;
      readonly tier: Tier;
      readonly parent?: string;
      /** Gathered by the handler: is there an agency with the parent's code? */
      readonly parentRegistered: boolean;
      readonly at: string;
    }
  | {
      readonly type: 'AppointOfficer';
      readonly agency: string;
      readonly officer: string;
      readonly displayName: string;
      readonly roles: readonly Role[];
      readonly at: string;
    };

export type AgencyRefusal =
  | 'not-an-agency-code'
  | 'parent-not-found'
  | 'agency-already-registered'
  | 'not-found'
  | 'role-held-by-no-officer';

export interface Officer {
  readonly displayName: string;
  readonly roles: readonly Role[];
}

export type AgencyState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'registered';
      readonly code: string;
      readonly scheme: CodeScheme;
      readonly name: string;
      readonly abbreviation: string;
      readonly tier: Tier;
      readonly parent?: string;
      readonly officers: Readonly<Record<string, Officer>>;
    };

type Register = Extract<AgencyCommand, { type: 'RegisterAgency' }>;
type Appoint = Extract<AgencyCommand, { type: 'AppointOfficer' }>;

export const agencyDecider: Decider<AgencyCommand, AgencyEvent, AgencyState, AgencyRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    switch (command.type) {
      case 'RegisterAgency':
        return register(command, state);
      case 'AppointOfficer':
        return appoint(command, state);
      default:
        return impossible(command);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'AgencyRegistered': {
        const { at: _, ...card } = event.data;
        return { status: 'registered', ...card, officers: {} };
      }
      case 'OfficerAppointed': {
        if (state.status === 'absent') return state;
        const { officer, displayName, roles } = event.data;
        return { ...state, officers: { ...state.officers, [officer]: { displayName, roles } } };
      }
      default:
        return impossible(event);
    }
  },
};

function register(command: Register, state: AgencyState) {
  const { type: _, parentRegistered, scheme, ...card } = command;
  if (scheme === undefined) return refuse('not-an-agency-code');
  if (state.status === 'registered') {
    const same =
      state.name === card.name &&
      state.abbreviation === card.abbreviation &&
      state.tier === card.tier &&
      state.parent === card.parent;
    return same ? accept() : refuse('agency-already-registered');
  }
  if (card.parent !== undefined && !parentRegistered) return refuse('parent-not-found');
  return accept<AgencyEvent>({ type: 'AgencyRegistered', data: { ...card, scheme } });
}

function appoint({ type: _, ...appointment }: Appoint, state: AgencyState) {
  if (state.status === 'absent') return refuse('not-found');
  if (appointment.roles.includes('Importer')) return refuse('role-held-by-no-officer');
  const known = Object.hasOwn(state.officers, appointment.officer)
    ? state.officers[appointment.officer]
    : undefined;
  const same =
    known !== undefined &&
    known.displayName === appointment.displayName &&
    known.roles.join() === appointment.roles.join();
  return same ? accept() : accept<AgencyEvent>({ type: 'OfficerAppointed', data: appointment });
}

export const agency = { decider: agencyDecider, codec: agencyCodec };
