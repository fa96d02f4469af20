import { type Decider, impossible, refuse } from '@domain/decider';
import {
  orderRecall,
  recordCorrection,
  recordReplacement,
  settleRecall,
  update,
  withdrawRecall,
} from './after-issue';
import { issue, number, register, seal, sign, voidNumber } from './before-issue';
import { documentCodec } from './document.codec';
import type { DocumentEvent } from './document.events';
import type { DocumentCommand, DocumentRefusal } from './document-command';
import { type DocumentState, evolve } from './document-state';
import { correct, discard, draft, giveBack, handOver } from './drafting';

/** Table A1: from the draft to the issue, then recalled or replaced; only the issuing agency acts. */
export const documentDecider: Decider<DocumentCommand, DocumentEvent, DocumentState, DocumentRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'DraftDocument') return draft(command, state);
    if (state.status === 'absent' || state.agency !== command.agency) return refuse('not-found');
    if (command.type === 'DiscardDraft') return discard(command, state);
    if (state.status === 'Discarded') return refuse('already-discarded');
    switch (command.type) {
      case 'CorrectDraft':
        return correct(command, state);
      case 'ReturnDraft':
        return giveBack(command, state);
      case 'HandOverDraft':
        return handOver(command, state);
      case 'SignDocument':
        return sign(command, state);
      case 'NumberDocument':
        return number(command, state);
      case 'VoidDocumentNumber':
        return voidNumber(command, state);
      case 'SealDocument':
        return seal(command, state);
      case 'RegisterDocument':
        return register(command, state);
      case 'IssueDocument':
        return issue(command, state);
      case 'OrderRecall':
        return orderRecall(command, state);
      case 'WithdrawRecallOrder':
        return withdrawRecall(command, state);
      case 'SettleRecall':
        return settleRecall(command, state);
      case 'RecordReplacement':
        return recordReplacement(command, state);
      case 'UpdateDocument':
        return update(command, state);
      case 'RecordCorrection':
        return recordCorrection(command, state);
      default:
        return impossible(command);
    }
  },

  evolve,
};

export { numberingStoppedBy } from './before-issue';
export { correctingStoppedBy } from './drafting';

export const document = { decider: documentDecider, codec: documentCodec };
