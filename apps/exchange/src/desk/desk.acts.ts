import { type deskOperations, refusedBy } from '@contracts';
import { type Acts, type AtOwnDesk, type CommandsOf, doing } from '@runtime';
import { HandOverDesk } from './hand-over-desk.command-handler';
import { TakeOverDesk } from './take-over-desk.command-handler';

/** What is done with the desk of an officer of the agency. */
export const deskActs: Acts<CommandsOf<typeof deskOperations>, AtOwnDesk> = {
  handOverDesk: ({ act, meta, caller, newId, target, body }) => {
    const { documents = [], dossiers = [], deskLendings = [], ...list } = body;
    const isEmpty = documents.length + dossiers.length + deskLendings.length === 0;
    if (isEmpty) return refusedBy('handover', 'nothing-to-hand-over');
    const handing = { ...act, ...list, documents, dossiers, deskLendings, from: target.officer };
    const given = new HandOverDesk({ ...handing, handoverId: newId('handover') }, meta, caller);
    return doing(given, ({ handoverId, handedOver }) => ({ handoverId, handedOver }));
  },
  takeOverDesk: ({ act, meta, target }) => doing(new TakeOverDesk(target.handoverId, act, meta)),
};
