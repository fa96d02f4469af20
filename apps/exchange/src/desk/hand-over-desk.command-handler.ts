import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, stateOf, type StoredEvent, transact } from '@adapters/event-store';
import { type Caller, type FieldError, type Metadata, type Refused, refusedBy } from '@contracts';
import { delivery, deliveryStream } from '@domain/delivery';
import { document, documentStream } from '@domain/document';
import { handover, handoverStream } from '@domain/handover';
import { atMost, outcomeIn } from '@runtime';
import { Directory } from '../directory';
import { Dossiers } from '../dossiers';
import { type HandingOver, type OnDesk, placeOf, strangeAmong, unfitFor } from './hand-over.policy';

interface HandedOver {
  readonly handoverId: string;
  readonly handedOver: number;
  readonly position: bigint;
}

/**
 * Work given by name goes to another officer: documents and dossiers assigned to one, what one drafts, and what one
 * offered. Leave cover given by or to that officer ends.
 */
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
 * Everything is looked at before anything is written; then the list is recorded, which dossiers and leave cover follow
 * by reactions to it, and each document is moved. After a crash or a race in between a repeat does the rest, for what
 * lies with the other officer already is passed by.
 */
@CommandHandler(HandOverDesk)
export class HandOverDeskHandler implements ICommandHandler<HandOverDesk> {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
    private readonly dossiers: Dossiers,
  ) {}

  async execute({ handing, meta, caller }: HandOverDesk): Promise<HandedOver | Refused> {
    const places = await atMost(atOnce, handing.documents, (documentId) =>
      this.found(documentId, handing, meta),
    );
    const refused =
      refusedAmong(places) ??
      (await this.dossiersAmiss(handing, caller)) ??
      (await this.lendingsAmiss(handing, caller)) ??
      unfitFor(places, handing, await this.officers(handing, caller));
    if (refused !== undefined) return refused;
    const listed = await this.listed(handing, meta);
    if ('refused' in listed) return listed;
    let { position } = listed;
    for (const place of places) {
      const outcome = await this.moved(place, meta);
      if ('refused' in outcome) return outcome;
      if (outcome.position > position) position = outcome.position;
    }
    const { handoverId, dossiers } = handing;
    return { handoverId, handedOver: places.length + dossiers.length, position };
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

  private async listed(handing: HandingOver, meta: Metadata) {
    const stream = handoverStream(handing.handoverId);
    const command = { type: 'HandOverDesk', ...handing } as const;
    return outcomeIn('handover', await transact(this.store, handover, stream, command, meta));
  }

  private async dossiersAmiss(
    { agency, from, to, dossiers }: HandingOver,
    caller: Caller,
  ): Promise<Refused | undefined> {
    if (dossiers.length === 0) return undefined;
    const { amiss } = await this.dossiers.onDesk(agency, { from, to, dossiers }, caller);
    const [first] = amiss;
    if (first === undefined) return undefined;
    const errors = amiss
      .filter(({ refused }) => refused === first.refused)
      .map(({ dossierId, refused }) => ({
        pointer: `/body/dossiers/${dossiers.indexOf(dossierId)}`,
        detail: `${dossierId} is refused: ${refused}`,
      }));
    return refusedBy('dossier', first.refused, errors);
  }

  private async lendingsAmiss(
    { agency, from, deskLendings = [] }: HandingOver,
    caller: Caller,
  ): Promise<Refused | undefined> {
    if (deskLendings.length === 0) return undefined;
    const known = await this.directory.deskLendings(agency, caller);
    return strangeAmong(deskLendings, from, known);
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
