import { Injectable } from '@nestjs/common';
import { ContentStore } from '@adapters/content-store';
import { factIn, type StoredEvent } from '@adapters/event-store';
import { documentCodec } from '@domain/document/events';

/**
 * DocumentDrafted, DraftCorrected: the bytes it names become permanent. The command did so before it was recorded;
 * this mends what a content folder restored from an older backup lacks, as long as the upload is still there.
 */
@Injectable()
export class ContentKeepingReactor {
  readonly name = 'content-keeping';
  readonly streamPrefixes = ['document-'];

  constructor(private readonly contents: ContentStore) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(documentCodec, event);
    if (fact?.type !== 'DocumentDrafted' && fact?.type !== 'DraftCorrected') return;
    for (const { sha256 } of fact.data.contents) {
      // Kept bytes outlive the upload they came from, which is cleared away after some days.
      if ((await this.contents.size(sha256)) !== undefined) continue;
      await this.contents.keep(fact.data.agency, sha256);
    }
  }
}
