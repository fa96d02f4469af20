import { Injectable } from '@nestjs/common';
import { EventStore, factIn, type StoredEvent, transact } from '@adapters/event-store';
import type { DocumentLink } from '@domain/codes';
import { deliveredTo, document, type DocumentCommand, documentStream } from '@domain/document';
import { documentCodec, type DocumentEvent } from '@domain/document/events';
import { Clock, reactionMeta } from '@runtime';
import { ReactionRefused } from '../../reaction-refused';
import { Whereabouts } from '../../whereabouts';

type Issued = Extract<DocumentEvent, { type: 'DocumentIssued' }>['data'];

/** What came first stands: a document that was recalled or replaced meanwhile is neither replaced nor corrected. */
const settled: readonly string[] = ['already-recalled', 'already-replaced'];

/** DocumentIssued: the document that it replaces or corrects says so too. Whose a draft is, is noted. */
@Injectable()
export class DocumentLineageReactor {
  readonly name = 'document-lineage';
  readonly streamPrefixes = ['document-'];

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly whereabouts: Whereabouts,
  ) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(documentCodec, event);
    if (fact?.type === 'DocumentDrafted') this.whereabouts.belongs(fact.data.documentId, fact.data.agency);
    if (fact?.type !== 'DocumentIssued') return;
    const { meta, at } = reactionMeta(event, this.name);
    for (const [link, command] of entriesOf(fact.data, at(this.clock))) {
      const stream = documentStream(link.documentId);
      const recorded = await transact(this.store, document, stream, command, meta);
      if ('refused' in recorded && !settled.includes(recorded.refused)) {
        throw new ReactionRefused(this.name, stream, recorded.refused);
      }
    }
  }
}

function entriesOf(issued: Issued, at: string): readonly (readonly [DocumentLink, DocumentCommand])[] {
  const { documentId, agency, officer, symbol, replaces, corrects } = issued;
  const who = { agency, officer, recipients: deliveredTo(issued), at };
  const own: DocumentLink = { documentId, agency, symbol };
  return [
    ...(replaces ? [[replaces, { type: 'RecordReplacement', ...who, replacement: own }] as const] : []),
    ...(corrects ? [[corrects, { type: 'RecordCorrection', ...who, correction: own }] as const] : []),
  ];
}
