import { type deskOperations, refusedBy } from '@contracts';
import { type Acts, type CommandsOf, doing } from '@runtime';
import type { AtOwnAgency } from '../own-desk';
import { HandOverDesk } from './hand-over-desk.command-handler';
import { TakeOverDesk } from './take-over-desk.command-handler';

/** What is done with the desk of an officer of the agency. */
export const deskActs: Acts<CommandsOf<typeof deskOperations>, AtOwnAgency> = {
  handOverDesk: ({ act, meta, caller, newId, target, body: { documents = [], dossiers = [], ...list } }) => {
    if (documents.length + dossiers.length === 0) return refusedBy('handover', 'nothing-to-hand-over');
    const handing = { ...act, ...list, documents, dossiers, from: target.officer };
    const given = new HandOverDesk({ ...handing, handoverId: newId('handover') }, meta, caller);
    return doing(given, ({ handoverId, handedOver }) => ({ handoverId, handedOver }));
  },
  takeOverDesk: ({ act, meta, target }) => doing(new TakeOverDesk(target.handoverId, act, meta)),
};
