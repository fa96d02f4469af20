import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, stateOf, type StoredEvent, transact } from '@adapters/event-store';
import { type Caller, type FieldError, type Metadata, type Refused, refusedBy } from '@contracts';
import { delivery, deliveryStream } from '@domain/delivery';
import { document, documentStream } from '@domain/document';
import { atMost, outcomeIn } from '@runtime';
import { Directory } from '../directory';
import { type HandingOver, type OnDesk, placeOf, unfitFor } from './hand-over.policy';

interface HandedOver {
  readonly handedOver: number;
  readonly position: bigint;
}

/** Work given by name goes to another officer: what was assigned to one, and what one drafts. */
export class HandOverDesk extends Command<HandedOver | Refused> {
  constructor(
    readonly handing: HandingOver,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

const atOnce = 4;

/**
 * Many appends, one for each document: all are looked at before the first. After a crash or a race in between a repeat
 * does the rest, for what lies with the other officer already is passed by.
 */
@CommandHandler(HandOverDesk)
export class HandOverDeskHandler implements ICommandHandler<HandOverDesk> {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
  ) {}

  async execute({ handing, meta, caller }: HandOverDesk): Promise<HandedOver | Refused> {
    const places = await atMost(atOnce, handing.documents, (documentId) =>
      this.found(documentId, handing, meta),
    );
    const refused =
      refusedAmong(places) ?? unfitFor(places, handing.to, await this.officers(handing, caller));
    if (refused !== undefined) return refused;
    let position = 0n;
    for (const place of places) {
      const outcome = await this.moved(place, meta);
      if ('refused' in outcome) return outcome;
      if (outcome.position > position) position = outcome.position;
    }
    return { handedOver: places.length, position };
  }

  /** As it was before this command, so that a repeat comes to the same. */
  private async found(documentId: string, handing: HandingOver, { commandId }: Metadata): Promise<OnDesk> {
    const until = ({ metadata }: StoredEvent) => metadata.commandId === commandId;
    const [own, come] = await Promise.all([
      stateOf(this.store, document, documentStream(documentId), { until }),
      stateOf(this.store, delivery, deliveryStream({ documentId, to: handing.agency }), { until }),
    ]);
    return placeOf(handing, own.state, come.state, documentId);
  }

  private async moved(place: OnDesk, meta: Metadata) {
    if (place.of === 'draft') {
      const stream = documentStream(place.documentId);
      return outcomeIn('document', await transact(this.store, document, stream, place.command, meta));
    }
    if (place.of === 'delivery') {
      const stream = deliveryStream(place.key);
      return outcomeIn('delivery', await transact(this.store, delivery, stream, place.command, meta));
    }
    return place.of === 'there' ? { position: 0n } : place.refusal;
  }

  private async officers({ agency }: HandingOver, caller: Caller) {
    return (await this.directory.agency(agency, caller))?.officers ?? [];
  }
}

/** The first refusal, with every document that is refused so. */
function refusedAmong(places: readonly OnDesk[]): Refused | undefined {
  const first = places.find((place) => place.of === 'refused');
  if (first?.of !== 'refused') return undefined;
  const { context, refused } = first.refusal;
  const errors = places.flatMap((place, index): FieldError[] =>
    place.of === 'refused' && place.refusal.refused === refused
      ? [{ pointer: `/body/documents/${index}`, detail: place.detail }]
      : [],
  );
  return refusedBy(context, refused, errors);
}
