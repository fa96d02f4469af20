import { Injectable } from '@nestjs/common';
import {
  type Caller,
  type DeliveryTarget,
  type DocumentTarget,
  isBrought,
  type Refused,
  refusedBy,
} from '@contracts';
import { localDate } from '@domain/codes';
import type { DeliveryKey } from '@domain/delivery/events';
import { Clock } from '@runtime';
import { Directory } from './directory';
import { Whereabouts } from './whereabouts';

/** For which agency an officer acts. */
export interface Acting {
  readonly by: string;
  readonly officer: string;
  /** Who asks; names the closed agency, when the officer of its successor acts for it. */
  readonly caller: Caller;
}

export interface ActingAtDelivery extends Acting {
  readonly key: DeliveryKey;
}

/**
 * The one place that says for which agency an officer acts: the one of the token, or a closed agency whose mail goes
 * to it. What belongs to nobody of them is left to the decider, which knows nothing of it.
 */
@Injectable()
export class ActingFor {
  constructor(
    private readonly whereabouts: Whereabouts,
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  /**
   * At a delivery of a document that came to the agency, else to one it took over from; refused when it came to several
   * of those and none was named.
   */
  async atRecipient({ documentId }: DocumentTarget, caller: Caller): Promise<ActingAtDelivery | Refused> {
    const own = caller.actor.agency;
    const at = (to: string): ActingAtDelivery => ({ key: { documentId, to }, ...actingFor(to, caller) });
    const named = await this.named(caller);
    if (typeof named === 'object') return named;
    if (named !== undefined) return at(named);
    if (isBrought(caller) || (await this.whereabouts.isThere({ documentId, to: own }))) return at(own);
    const came: string[] = [];
    for (const code of await this.mailOf(caller)) {
      if (await this.whereabouts.isThere({ documentId, to: code })) came.push(code);
    }
    if (came.length > 1) {
      const errors = came.map((code) => ({ pointer: '/headers/on-behalf-of', detail: code }));
      return refusedBy('delivery', 'several-deliveries', errors);
    }
    return at(came[0] ?? own);
  }

  /** At one delivery of a document that the agency issued, or one it took over from. */
  async atSender(
    { documentId, agency: to }: DeliveryTarget,
    caller: Caller,
  ): Promise<ActingAtDelivery | Refused> {
    const acting = await this.atDocument({ documentId }, caller);
    return 'refused' in acting ? acting : { key: { documentId, to }, ...acting };
  }

  /** At a document of the agency, or of one it took over from. */
  async atDocument({ documentId }: DocumentTarget, caller: Caller): Promise<Acting | Refused> {
    const named = await this.named(caller);
    if (typeof named === 'object') return named;
    if (named !== undefined) return actingFor(named, caller);
    const own = caller.actor.agency;
    if (isBrought(caller)) return actingFor(own, caller);
    const owner = await this.whereabouts.ownerOf(documentId);
    if (owner === undefined || owner === own) return actingFor(own, caller);
    const isOurs = (await this.mailOf(caller)).includes(owner);
    return actingFor(isOurs ? owner : own, caller);
  }

  /** Closed agencies whose mail goes to the officer's own; an import names the agency that acted. */
  async predecessorsOf(caller: Caller): Promise<readonly string[]> {
    return isBrought(caller) ? [] : this.mailOf(caller);
  }

  /** The closed agency that the officer says to act for. */
  private async named(caller: Caller): Promise<string | Refused | undefined> {
    const { onBehalfOf } = caller;
    if (onBehalfOf === undefined || isBrought(caller)) return undefined;
    if (onBehalfOf === caller.actor.agency || (await this.mailOf(caller)).includes(onBehalfOf)) {
      return onBehalfOf;
    }
    return refusedBy('delivery', 'not-the-successor');
  }

  private mailOf(caller: Caller): Promise<readonly string[]> {
    return this.directory.mailOf(caller.actor.agency, localDate(this.clock.now()), caller);
  }
}

function actingFor(by: string, caller: Caller): Acting {
  const { agency: own, officer } = caller.actor;
  return { by, officer, caller: by === own ? caller : { ...caller, onBehalfOf: by } };
}
