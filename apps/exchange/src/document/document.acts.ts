import { type Caller, type DocumentIssued, type documentOperations, isBrought } from '@contracts';
import { deliveryId } from '@domain/delivery/events';
import { deliveriesOf, type DocumentState } from '@domain/document';
import { type Acts, type AtOwnDesk, type CommandsOf, doing } from '@runtime';
import { CorrectDraft } from './correct-draft/correct-draft.command-handler';
import { DiscardDraft } from './discard-draft/discard-draft.command-handler';
import { DirectDocument } from './document.command-handler';
import type { AtDocument } from './document-desk';
import { DraftDocument } from './draft-document/draft-document.command-handler';
import { IssueDocument } from './issue-document/issue-document.command-handler';
import { NumberDocument } from './number-document/number-document.command-handler';
import { SealDocument } from './seal-document/seal-document.command-handler';
import { SignDocument } from './sign-document/sign-document.command-handler';
import { UpdateDocument } from './update-document/update-document.command-handler';
import { VoidNumber } from './void-number/void-number.command-handler';

type DocumentCommands = CommandsOf<typeof documentOperations>;

/** How a document begins. */
export const draftingActs: Acts<Pick<DocumentCommands, 'draftDocument'>, AtOwnDesk> = {
  draftDocument: ({
    act: { agency, officer, at },
    newId,
    meta,
    caller,
    body: { secrecy: _, ...content },
  }) => {
    const documentId = newId('document');
    const draft = { documentId, agency, officer, ...content, at };
    return doing(new DraftDocument(draft, meta, caller), () => ({ documentId }));
  },
};

/** What its own agency does with a document, from the signature to the recall. */
export const documentActs: Acts<Omit<DocumentCommands, 'draftDocument'>, AtDocument> = {
  correctDraft: ({
    documentId,
    act: { agency, officer, at },
    meta,
    acting,
    caller,
    body: { secrecy: _, ...content },
  }) => {
    const draft = { agency, officer, ...content, at };
    return doing(new CorrectDraft(documentId, draft, meta, caller, acting));
  },
  returnDraft: ({ documentId, act: { agency, officer, at }, meta, acting, body }) => {
    const command = {
      type: 'ReturnDraft',
      agency,
      officer,
      ...body,
      byLeader: isLeader(acting),
      at,
    } as const;
    return doing(new DirectDocument(documentId, command, meta));
  },
  discardDraft: ({ documentId, act: { agency, officer, at }, meta, acting, caller, body }) => {
    const command = {
      type: 'DiscardDraft',
      agency,
      officer,
      ...body,
      byLeader: isLeader(acting),
      at,
    } as const;
    return doing(new DiscardDraft(documentId, command, meta, caller));
  },
  signDocument: ({ documentId, act: { agency, officer, at }, meta, acting, body }) => {
    const { authority, position, signatures = [] } = body;
    const signing = { type: 'SignDocument', agency, officer, authority, position, at } as const;
    return doing(new SignDocument(documentId, signing, { signatures, caller: acting }, meta));
  },
  numberDocument: ({ documentId, act, meta, acting }) =>
    doing(new NumberDocument(documentId, act, meta, acting), ({ event: { data } }) => {
      const { number, bookYear, symbol } = data;
      return { number, bookYear, symbol };
    }),
  sealDocument: ({ documentId, act, meta, acting, body: { signatures = [] } }) =>
    doing(
      new SealDocument(documentId, { type: 'SealDocument', ...act }, { signatures, caller: acting }, meta),
    ),
  registerDocument: ({ documentId, act: { agency, officer, at }, meta, body }) =>
    doing(new DirectDocument(documentId, { type: 'RegisterDocument', agency, officer, ...body, at }, meta)),
  issueDocument: ({ documentId, act: { agency, officer, at }, meta, acting, body: { recipients } }) => {
    const issue = { agency, officer, recipients, at };
    return doing(new IssueDocument(documentId, issue, meta, acting), ({ state }) => ({
      deliveries: deliveriesTold(documentId, state),
    }));
  },
  voidNumber: ({ documentId, act: { agency, officer, at }, meta, acting, body }) => {
    const command = { type: 'VoidDocumentNumber', agency, officer, ...body, at } as const;
    return doing(new VoidNumber(documentId, command, meta, acting));
  },
  orderRecall: ({ documentId, act: { agency, officer, at }, meta, body }) => {
    const command = { type: 'OrderRecall', agency, officer, ...body, at } as const;
    return doing(new DirectDocument(documentId, command, meta), ({ state }) => ({
      told: 'recall' in state ? state.recall.recipients.length : 0,
    }));
  },
  withdrawRecallOrder: ({ documentId, act: { agency, officer, at }, meta, body }) =>
    doing(
      new DirectDocument(documentId, { type: 'WithdrawRecallOrder', agency, officer, ...body, at }, meta),
    ),
  updateDocument: ({ documentId, act: { agency, officer, at }, meta, caller, body }) => {
    const { reason, addRecipients = [], removeRecipients = [], ...changes } = body;
    const recipients = { addedRecipients: addRecipients, removedRecipients: removeRecipients };
    const command = { type: 'UpdateDocument', agency, officer, reason, changes, ...recipients, at } as const;
    return doing(new UpdateDocument(documentId, command, meta, caller), ({ state }) => ({
      told: ('deliveries' in state ? state.deliveries.length : 0) + removeRecipients.length,
    }));
  },
};

/** What an import brings was done by whoever might. */
const isLeader = (caller: Caller): boolean => caller.actor.role === 'Leader' || isBrought(caller);

/** Each agency that gets the document; where a closed one was written to, its successor, and instead of whom. */
function deliveriesTold(documentId: string, state: DocumentState): DocumentIssued['deliveries'] {
  if (!('deliveries' in state)) return [];
  return deliveriesOf(state).map(({ to, forwardedFrom }) => ({
    agency: to,
    deliveryId: deliveryId({ documentId, to }),
    state: 'Queued',
    ...(forwardedFrom.length === 0 ? {} : { forwardedFrom }),
  }));
}
