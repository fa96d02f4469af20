import { Injectable } from '@nestjs/common';
import { EventStore, factIn, stateOf } from '@adapters/event-store';
import { type Caller, type FieldError, type Refused, refusedBy } from '@contracts';
import type { AnsweredDocument, DocumentLink } from '@domain/codes';
import { deliveryCodec, type DeliveryKey, deliveryStream } from '@domain/delivery/events';
import { document, type DocumentIn, documentStream } from '@domain/document';
import { atMost } from '@runtime';
import { ActingFor } from '../../acting';

/** Documents that a draft names by their ids. */
export interface LinkedIds {
  readonly responseFor?: readonly string[];
  readonly replaces?: string;
  readonly corrects?: string;
}

/** The same documents with who issued them and their symbols. */
export interface Links {
  readonly responseFor?: readonly AnsweredDocument[];
  readonly replaces?: DocumentLink;
  readonly corrects?: DocumentLink;
}

const looksAtOnce = 8;

/** Looks up what a draft answers, replaces or corrects, as its own agency may see it. */
@Injectable()
export class LinkedDocuments {
  constructor(
    private readonly store: EventStore,
    private readonly actingFor: ActingFor,
  ) {}

  async of(
    { agency, documentType, ...ids }: LinkedIds & { readonly agency: string; readonly documentType: string },
    caller: Caller,
  ): Promise<Links | Refused> {
    const answered = await this.answered(agency, ids.responseFor ?? [], caller);
    if ('refused' in answered) return answered;
    const replaced = ids.replaces === undefined ? undefined : await this.issuedBy(agency, ids.replaces);
    if (ids.replaces !== undefined && replaced === undefined) {
      return wrong('replaced-document-not-issued', '/body/replaces', ids.replaces);
    }
    if (replaced !== undefined && replaced.documentType !== documentType) {
      return wrong('replacement-of-another-form', '/body/documentType', documentType);
    }
    const corrected = ids.corrects === undefined ? undefined : await this.issuedBy(agency, ids.corrects);
    if (ids.corrects !== undefined && corrected === undefined) {
      return wrong('corrected-document-not-issued', '/body/corrects', ids.corrects);
    }
    return {
      ...(answered.links.length === 0 ? {} : { responseFor: answered.links }),
      ...(replaced === undefined ? {} : { replaces: linkTo(replaced) }),
      ...(corrected === undefined ? {} : { corrects: linkTo(corrected) }),
    };
  }

  /** An answered document came to the agency, or to a closed one that it follows. */
  private async answered(
    agency: string,
    documentIds: readonly string[],
    caller: Caller,
  ): Promise<{ readonly links: readonly AnsweredDocument[] } | Refused> {
    const closed = documentIds.length === 0 ? [] : await this.actingFor.predecessorsOf(caller);
    const found = await atMost(looksAtOnce, documentIds, async (documentId) => {
      const answeringFor: string[] = [];
      let link = await this.linkAt({ documentId, to: agency });
      for (const to of closed) {
        const taken = await this.linkAt({ documentId, to });
        if (taken !== undefined) answeringFor.push(to);
        link ??= taken;
      }
      return link === undefined || answeringFor.length === 0 ? link : { ...link, answeringFor };
    });
    const errors = found.flatMap((link, index): FieldError[] =>
      link === undefined
        ? [{ pointer: `/body/responseFor/${index}`, detail: 'is no document that came to your agency' }]
        : [],
    );
    if (errors.length > 0) return refusedBy('document', 'answered-document-not-found', errors);
    return { links: found.filter((link) => link !== undefined) };
  }

  /** The document as its delivery at a recipient names it; nothing when it did not come there. */
  private async linkAt(key: DeliveryKey): Promise<AnsweredDocument | undefined> {
    const { events } = await this.store.readStream(deliveryStream(key), { max: 1 });
    const fact = events[0] && factIn(deliveryCodec, events[0]);
    if (fact?.type !== 'DeliveryRequested') return undefined;
    return { documentId: key.documentId, agency: fact.data.from, symbol: fact.data.symbol };
  }

  private async issuedBy(agency: string, documentId: string): Promise<DocumentIn<'Issued'> | undefined> {
    const { state } = await stateOf(this.store, document, documentStream(documentId));
    return state.status === 'Issued' && state.agency === agency ? state : undefined;
  }
}

const linkTo = ({ documentId, agency, symbol }: DocumentIn<'Issued'>): DocumentLink => ({
  documentId,
  agency,
  symbol,
});

const wrong = (refused: string, pointer: string, value: string): Refused =>
  refusedBy('document', refused, [{ pointer, detail: `${value} cannot be named here` }]);
