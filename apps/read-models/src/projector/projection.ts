import type { SqlStatement } from '@adapters/read-store';
import type { Metadata } from '@contracts';
import type { AgencyEvent } from '@domain/agency/events';
import type { DeliveryEvent } from '@domain/delivery/events';
import type { DocumentEvent } from '@domain/document/events';
import type { DossierEvent } from '@domain/dossier/events';
import type { RegisterEvent } from '@domain/register/events';

/** The facts the questions are answered from. */
export type ProjectedEvent = AgencyEvent | DocumentEvent | DeliveryEvent | RegisterEvent | DossierEvent;
export type DataOf<T extends ProjectedEvent['type']> = Extract<ProjectedEvent, { type: T }>['data'];

/**
 * How one question's rows follow from facts, and from what stands beside them (who, by which command, out of which
 * file). Pure: each fact becomes statements on the tables named here and no others, so that one read model can be
 * thrown away and rebuilt without another.
 */
export interface Projection {
  readonly name: string;
  readonly tables: readonly string[];
  readonly on: {
    readonly [T in ProjectedEvent['type']]?: (data: DataOf<T>, metadata: Metadata) => readonly SqlStatement[];
  };
}

type Project = (data: ProjectedEvent['data'], metadata: Metadata) => readonly SqlStatement[];

export function statementsOf(
  { on }: Projection,
  event: ProjectedEvent,
  metadata: Metadata,
): readonly SqlStatement[] {
  const project = on[event.type] as Project | undefined;
  return project?.(event.data, metadata) ?? [];
}
