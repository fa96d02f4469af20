import {
  contentPart,
  copyKind,
  documentLink,
  documentType,
  idOfStream,
  legalValue,
  linksToOthers,
  signatureVerdict,
  signingAuthorities,
  streamNameOf,
  urgency,
} from '@domain/codes';
import { codecOf, flag, listOf, oneOf, shape, text, whole } from '@domain/decider';
import type { DocumentEvent } from './document.events';

const whose = { documentId: text, agency: text, at: text };
const byOfficer = { ...whose, officer: text };
const numbered = { number: whole, bookYear: whole, series: text, symbol: text };
const card = { documentType, subject: text, urgency, contents: listOf(contentPart) };
const drafted = { ...byOfficer, ...card };
const extras = {
  ...linksToOthers,
  dueDate: text,
  distribution: listOf(text),
  copyOf: shape({ kind: copyKind, symbol: text, agency: text }),
  pageAmount: whole,
  draftingUnit: text,
};
const signatures = listOf(signatureVerdict);
const sendBy = shape({
  decision28: text,
  decree30: text,
  stricter: oneOf('decision28', 'decree30'),
  calendarVersion: text,
});
const changes = shape({}, { subject: text, urgency, dueDate: text });

/** These names are the stored format: versions are added, never changed. */
export const documentCodec = codecOf<DocumentEvent>({
  DocumentDrafted: { name: 'DocumentDrafted.v1', schema: shape(drafted, extras) },
  DraftCorrected: { name: 'DraftCorrected.v1', schema: shape(drafted, { ...extras, coverFor: text }) },
  DraftReturned: { name: 'DraftReturned.v1', schema: shape({ ...byOfficer, opinion: text }) },
  DraftHandedOver: {
    name: 'DraftHandedOver.v1',
    schema: shape({ ...byOfficer, from: text, to: text, reason: text }),
  },
  DraftDiscarded: {
    name: 'DraftDiscarded.v1',
    schema: shape({ ...byOfficer, reason: text }, { coverFor: text }),
  },
  DocumentSigned: {
    name: 'DocumentSigned.v1',
    schema: shape(
      { ...byOfficer, authority: oneOf(...signingAuthorities), position: text },
      { signatures, sendBy },
    ),
  },
  DocumentNumbered: { name: 'DocumentNumbered.v1', schema: shape({ ...byOfficer, ...numbered }) },
  DocumentNumberVoided: {
    name: 'DocumentNumberVoided.v1',
    schema: shape({ ...byOfficer, ...numbered, approvedBy: text, reason: text }),
  },
  OrganisationSealApplied: {
    name: 'OrganisationSealApplied.v1',
    schema: shape(byOfficer, { signatures }),
  },
  DocumentRegistered: {
    name: 'DocumentRegistered.v1',
    schema: shape({ ...byOfficer, filedBy: text, copies: whole }, { note: text }),
  },
  DocumentIssued: {
    name: 'DocumentIssued.v1',
    schema: shape(
      { ...byOfficer, ...card, recipients: listOf(text), directoryPosition: text, symbol: text },
      {
        ...linksToOthers,
        forwarded: listOf(shape({ from: text, to: text })),
        dueDate: text,
        documentCode: text,
        legalValue,
        signatures,
        distribution: listOf(text),
        sendBy,
        late: flag,
      },
    ),
  },
  RecallOrdered: {
    name: 'RecallOrdered.v1',
    schema: shape({ ...byOfficer, recipients: listOf(text), reason: text }),
  },
  RecallOrderWithdrawn: { name: 'RecallOrderWithdrawn.v1', schema: shape({ ...byOfficer, reason: text }) },
  RecallSettled: {
    name: 'RecallSettled.v1',
    schema: shape({ ...whose, cancelled: listOf(text), kept: listOf(text) }),
  },
  ReplacementIssued: {
    name: 'ReplacementIssued.v1',
    schema: shape({ ...byOfficer, replacement: documentLink, recipients: listOf(text) }),
  },
  UpdateIssued: {
    name: 'UpdateIssued.v1',
    schema: shape({
      ...byOfficer,
      changes,
      addedRecipients: listOf(text),
      removedRecipients: listOf(text),
      directoryPosition: text,
      reason: text,
    }),
  },
  CorrectionIssued: {
    name: 'CorrectionIssued.v1',
    schema: shape({ ...byOfficer, correction: documentLink, recipients: listOf(text) }),
  },
});

export const documentStream = (documentId: string): string => streamNameOf('document', documentId);
export const documentOfStream = (stream: string): string | undefined => idOfStream('document', stream);
