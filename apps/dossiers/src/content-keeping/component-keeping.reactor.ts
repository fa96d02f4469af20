import { Injectable } from '@nestjs/common';
import { ContentStore } from '@adapters/content-store';
import { factIn, type StoredEvent } from '@adapters/event-store';
import { dossierCodec, type GivenComponent } from '@domain/dossier/events';

/**
 * DossierSubmitted, IntakeSupplementReceived, SupplementSubmitted: the bytes of components become permanent. The
 * command did so before it was recorded; this mends what a content folder restored from an older backup lacks, as long
 * as the upload is still there. What is nowhere any more is set aside, by its hash, until a backup brings it.
 */
@Injectable()
export class ComponentKeepingReactor {
  readonly name = 'component-keeping';
  readonly streamPrefixes = ['dossier-'];

  constructor(private readonly contents: ContentStore) {}

  /** @throws ContentMissing */
  async react(event: StoredEvent): Promise<void> {
    for (const { sha256 } of componentsIn(event)) {
      // Reused bytes were kept for the dossier they come from.
      if (sha256 === undefined || (await this.contents.size(sha256)) !== undefined) continue;
      // Who acts for a closed agency uploads in its own name.
      await this.contents.keep(event.metadata.actor.agency, sha256);
    }
  }
}

function componentsIn(event: StoredEvent): readonly GivenComponent[] {
  const fact = factIn(dossierCodec, event);
  switch (fact?.type) {
    case 'DossierSubmitted':
    case 'IntakeSupplementReceived':
    case 'SupplementSubmitted':
      return fact.data.components;
    default:
      return [];
  }
}
