import type { EventStore } from '@adapters/event-store';
import { installationStream } from '@domain/installation/events';
import { MappingInForce } from '@formats/public-facts';

/** From where on which facts are public, as far as is known now; what comes is noted as it comes. */
export async function mappingIn(store: Pick<EventStore, 'readStream'>): Promise<MappingInForce> {
  const mapping = new MappingInForce();
  for (const event of (await store.readStream(installationStream)).events) mapping.note(event);
  return mapping;
}
