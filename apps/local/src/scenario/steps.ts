import type { ImportingClient } from './importing-client';

/** One thing that happens in the day. Ids that a step learns are kept in `known` for the steps after it. */
export interface Step {
  /** Minutes after 00:00 of the day, local time. */
  readonly minute: number;
  run(client: ImportingClient, at: string, known: Map<string, string>): Promise<void>;
}

/** The id a former step learned. */
export function knownId(known: Map<string, string>, name: string): string {
  const id = known.get(name);
  if (id === undefined)
    throw new Error(`the scenario names ${name} before it exists; its steps are out of order`);
  return id;
}
