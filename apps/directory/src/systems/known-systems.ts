import {
  type RegisteredSystem,
  system,
  type SystemEvent,
  systemOfStream,
  type SystemState,
  systemStream,
} from '@domain/system';
import { Catalogue, type CatalogueKind } from '../catalogue';

/** Every system that was ever registered, with its keys. */
export abstract class KnownSystems extends Catalogue<SystemEvent, SystemState, RegisteredSystem> {}

export const systemCatalogue: CatalogueKind<SystemEvent, SystemState, RegisteredSystem> = {
  ...{ name: 'known-systems', counted: 'systems', streamPrefix: 'system-', kind: system },
  ...{ idOf: systemOfStream, streamOf: systemStream },
  entryIn: (state) => (state.status === 'absent' ? undefined : state),
};
