import { accept, type Decider, impossible, refuse } from '@domain/decider';
import { handoverCodec } from './handover.codec';
import type { HandoverEvent } from './handover.events';

type DataOf<T extends HandoverEvent['type']> = Extract<HandoverEvent, { type: T }>['data'];

export type HandoverCommand =
  | ({ readonly type: 'HandOverDesk' } & DataOf<'DeskHandedOver'>)
  | { readonly type: 'TakeOverDesk'; readonly agency: string; readonly officer: string; readonly at: string };

export const handoverRefusals = ['not-found', 'not-the-receiver'] as const;
export type HandoverRefusal = (typeof handoverRefusals)[number];

export type HandoverState =
  | { readonly status: 'absent' }
  | {
      /** `taken`: both names stand under the list. */
      readonly status: 'given' | 'taken';
      readonly handoverId: string;
      readonly agency: string;
      readonly to: string;
    };

/** The work itself moves at its own documents and dossiers; here stands what moved, and that both say so. */
export const handoverDecider: Decider<HandoverCommand, HandoverEvent, HandoverState, HandoverRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'HandOverDesk') {
      // The id follows from the command, so that a list that is there was given by this very command.
      const { type: _, ...given } = command;
      return state.status === 'absent' ? accept({ type: 'DeskHandedOver', data: given }) : accept();
    }
    const { agency, officer, at } = command;
    if (state.status === 'absent' || state.agency !== agency) return refuse('not-found');
    if (state.to !== officer) return refuse('not-the-receiver');
    const { handoverId } = state;
    return state.status === 'taken'
      ? accept()
      : accept({ type: 'DeskTakenOver', data: { handoverId, agency, officer, at } });
  },

  evolve(state, event): HandoverState {
    switch (event.type) {
      case 'DeskHandedOver': {
        const { handoverId, agency, to } = event.data;
        return { status: 'given', handoverId, agency, to };
      }
      case 'DeskTakenOver':
        return state.status === 'absent' ? state : { ...state, status: 'taken' };
      default:
        return impossible(event);
    }
  },
};

export const handover = { decider: handoverDecider, codec: handoverCodec };
