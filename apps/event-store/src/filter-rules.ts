import { filterPrefixesMax, filterRegexMax } from './limits';

/** A filter as asked for: either a regular expression or prefixes, on the stream's name or the event's type. */
export interface FilterRequest {
  readonly on: 'stream' | 'type';
  readonly regex: string;
  readonly prefixes: readonly string[];
}

export interface Filterable {
  readonly stream: string;
  readonly type: string;
}

export type EventFilter = (event: Filterable) => boolean;

export type FilterDecision =
  | { readonly matches: EventFilter; readonly streamPrefixes: readonly string[] | undefined }
  | { readonly invalid: string };

/** Expressions are JavaScript's; a construct only .NET knows is refused by name, never read differently. */
export function compileFilter({ on, regex, prefixes }: FilterRequest): FilterDecision {
  const invalid = whatIsWrong(regex, prefixes);
  if (invalid !== undefined) return { invalid };
  const subject = (event: Filterable): string => (on === 'stream' ? event.stream : event.type);
  if (prefixes.length > 0) {
    const streamPrefixes = on === 'stream' ? prefixes : undefined;
    return {
      matches: (event) => prefixes.some((prefix) => subject(event).startsWith(prefix)),
      streamPrefixes,
    };
  }
  try {
    const expression = new RegExp(regex);
    return { matches: (event) => expression.test(subject(event)), streamPrefixes: undefined };
  } catch (error) {
    return { invalid: `the filter's regular expression is not valid: ${(error as Error).message}` };
  }
}

function whatIsWrong(regex: string, prefixes: readonly string[]): string | undefined {
  if (regex === '' && prefixes.length === 0) return 'a filter needs a regular expression or prefixes';
  if (regex !== '' && prefixes.length > 0) return 'a filter takes a regular expression or prefixes, not both';
  if (regex.length > filterRegexMax) {
    return `the filter's regular expression is longer than ${filterRegexMax} characters`;
  }
  if (prefixes.length > filterPrefixesMax) return `a filter takes at most ${filterPrefixesMax} prefixes`;
  return undefined;
}

/** What a real node writes for itself and leaves out of every view of `$all`. */
export function isShownInAll({ stream }: Filterable): boolean {
  if (!stream.startsWith('$')) return true;
  return (
    stream !== '$epoch-information' &&
    !/^\$persistentsubscription-\$all::.*-(checkpoint|parked)$/s.test(stream)
  );
}

/** Counts considered events and tells after which of them a checkpoint is due. */
export class CheckpointCadence {
  private considered = 0;

  constructor(private readonly everyEvents: number) {}

  consider(): 'due' | 'not-due' {
    this.considered += 1;
    if (this.considered < this.everyEvents) return 'not-due';
    this.considered = 0;
    return 'due';
  }
}
