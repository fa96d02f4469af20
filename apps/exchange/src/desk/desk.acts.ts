import type { deskOperations } from '@contracts';
import { type Acts, type CommandsOf, doing } from '@runtime';
import type { AtOwnAgency } from '../own-desk';
import { HandOverDesk } from './hand-over-desk.command-handler';

/** What a leader does with the desk of an officer of the agency. */
export const deskActs: Acts<CommandsOf<typeof deskOperations>, AtOwnAgency> = {
  handOverDesk: ({ act, meta, caller, target, body }) =>
    doing(new HandOverDesk({ ...act, ...body, from: target.officer }, meta, caller), ({ handedOver }) => ({
      handedOver,
    })),
};
