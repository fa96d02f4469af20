import { Injectable } from '@nestjs/common';
import type { Caller, DocumentTarget, Message, Metadata, Refused, Subject } from '@contracts';
import { type ByAgency, Clock, commandMeta, type Desk } from '@runtime';
import { ActingFor } from '../acting';

export interface AtDocument {
  readonly documentId: string;
  readonly act: ByAgency;
  readonly meta: Metadata;
  /** Who asks; names the closed agency, when the officer of its successor acts for it. */
  readonly acting: Caller;
  /** Who asks, in the name of the own agency. */
  readonly caller: Caller;
}

/** Officers of the agency whose document it is. */
@Injectable()
export class DocumentDesk implements Desk<AtDocument> {
  constructor(
    private readonly clock: Clock,
    private readonly actingFor: ActingFor,
  ) {}

  async by(
    subject: Subject,
    message: Message<DocumentTarget>,
    caller: Caller,
  ): Promise<AtDocument | Refused> {
    const found = await this.actingFor.atDocument(message.target, caller);
    if ('refused' in found) return found;
    const { by: agency, officer, caller: acting } = found;
    const { meta, at } = commandMeta(acting, subject, message, this.clock);
    return { documentId: message.target.documentId, act: { agency, officer, at }, meta, acting, caller };
  }
}
