import type { Actor, ImportedCommand, Walk } from '../importing/importing-client';

/** One thing that happens in the day. Ids that a step learns are kept in `known` for the steps after it. */
export interface Step {
  /** Minutes after 00:00 of the day, local time. Steps of one minute do not wait for one another. */
  readonly minute: number;
  /** A file that is brought first. */
  readonly file?: Omit<Actor, 'at'> & { readonly bytes: Buffer };
  walk(at: string, known: Map<string, string>): Walk;
}

/** A command of the scenario; the key is unique within it, so that a second play of the same step is the first one. */
export const told = (command: Omit<ImportedCommand, 'said'> & { readonly key: string }): ImportedCommand => ({
  ...command,
  said: `The scenario's step ${command.key} (${command.operation})`,
});

/** The id a former step learned. */
export function knownId(known: Map<string, string>, name: string): string {
  const id = known.get(name);
  if (id === undefined)
    throw new Error(`the scenario names ${name} before it exists; its steps are out of order`);
  return id;
}
