import {
  type IssuedProcedure,
  procedure,
  type ProcedureEvent,
  procedureOfStream,
  type ProcedureState,
  procedureStream,
} from '@domain/procedure';
import { Catalogue, type CatalogueKind } from '../catalogue';

/** Every procedure that was ever issued, with its versions. */
export abstract class KnownProcedures extends Catalogue<ProcedureEvent, ProcedureState, IssuedProcedure> {}

export const procedureCatalogue: CatalogueKind<ProcedureEvent, ProcedureState, IssuedProcedure> = {
  ...{ name: 'known-procedures', counted: 'procedures', streamPrefix: 'procedure-', kind: procedure },
  ...{ idOf: procedureOfStream, streamOf: procedureStream },
  entryIn: (state) => (state.status === 'issued' ? state : undefined),
};
