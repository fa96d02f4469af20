import { Injectable } from '@nestjs/common';
import type { Caller, DeliveryTarget, DocumentTarget } from '@contracts';
import type { DeliveryKey } from '@domain/delivery';

/** On which leg an officer acts, and for which agency. */
export interface Acting {
  readonly leg: DeliveryKey;
  readonly by: string;
  readonly officer: string;
}

/** The one place that says for which agency an officer acts: the one of the token. */
@Injectable()
export class ActingFor {
  /** At a leg of a document that came to the agency. */
  atRecipient({ documentId }: DocumentTarget, { actor }: Caller): Promise<Acting> {
    const { agency: by, officer } = actor;
    return Promise.resolve({ leg: { documentId, to: by }, by, officer });
  }

  /** At one leg of a document that the agency issued. */
  atSender({ documentId, agency }: DeliveryTarget, { actor }: Caller): Promise<Acting> {
    const { agency: by, officer } = actor;
    return Promise.resolve({ leg: { documentId, to: agency }, by, officer });
  }
}
