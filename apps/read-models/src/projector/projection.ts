import type { StoredEvent } from '@adapters/event-store';
import type { AgencyEvent } from '@domain/agency/events';
import type { DaybookEvent } from '@domain/daybook/events';
import type { DeliveryEvent } from '@domain/delivery/events';
import type { DocumentEvent } from '@domain/document/events';
import type { DossierEvent } from '@domain/dossier/events';
import type { HandoverEvent } from '@domain/handover/events';
import type { LegEvent } from '@domain/leg/events';
import type { RegisterEvent } from '@domain/register/events';
import type { SecrecyEvent } from '@domain/secrecy/events';
import type { RowWrite } from './row-write';
import type { Table } from './table';

/** The facts the questions are answered from. */
export type ProjectedEvent =
  | AgencyEvent
  | DocumentEvent
  | DeliveryEvent
  | RegisterEvent
  | DossierEvent
  | DaybookEvent
  | HandoverEvent
  | LegEvent
  | SecrecyEvent;
export type DataOf<T extends ProjectedEvent['type']> = Extract<ProjectedEvent, { type: T }>['data'];

/** What stands beside a fact: who recorded it and by which command, and its place in the store. */
export type Beside = Pick<StoredEvent, 'metadata' | 'position'>;

/**
 * How one question's rows follow from facts, and from what stands beside them (who, by which command, out of which
 * file, at which position). Pure: each fact becomes writes of rows of the tables named here and no others, so that one
 * read model can be thrown away and rebuilt without another.
 */
export interface Projection {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly on: {
    readonly [T in ProjectedEvent['type']]?: (data: DataOf<T>, beside: Beside) => readonly RowWrite[];
  };
}

type Project = (data: ProjectedEvent['data'], beside: Beside) => readonly RowWrite[];

export function writesOf({ on }: Projection, event: ProjectedEvent, beside: Beside): readonly RowWrite[] {
  const project = on[event.type] as Project | undefined;
  return project?.(event.data, beside) ?? [];
}
