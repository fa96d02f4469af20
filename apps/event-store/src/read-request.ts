import { type Direction } from './event';
import { compileFilter, type EventFilter } from './filter-rules';
import { checkpointWindowDefault } from './limits';
import { ReadReq } from './protocol';
import { type From } from './read-rules';
import { decodeStreamName, decodeUnsigned, InvalidRequest, type UuidShape } from './wire.codec';

/** A read of one stream (`stream` set) or of `$all`, ending after `count` events or following what comes. */
export interface ReadRequest {
  readonly stream: string | undefined;
  readonly from: From;
  readonly direction: Direction;
  readonly count: number | 'follow';
  readonly filter: EventFilter | undefined;
  /** Considered events per checkpoint of a filtered subscription. */
  readonly checkpointEvery: number;
  readonly uuidShape: UuidShape;
}

export function decodeReadRequest(request: ReadReq): ReadRequest {
  const options = request.getOptions();
  if (options === undefined) throw new InvalidRequest('The read has no options.');
  const filterOptions = options.getFilter();
  const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const decoded: ReadRequest = {
    ...decodeTarget(options),
    direction: isBackwards ? 'backwards' : 'forwards',
    count: decodeCount(options),
    filter: filterOptions === undefined ? undefined : decodeFilter(filterOptions),
    checkpointEvery: filterOptions === undefined ? 0 : checkpointEvery(filterOptions),
    uuidShape: options.getUuidOption()?.hasStructured() === true ? 'structured' : 'text',
  };
  if (decoded.filter !== undefined && decoded.stream !== undefined) {
    throw new InvalidRequest('A filter applies to $all, not to one stream.');
  }
  if (decoded.count === 'follow' && isBackwards) {
    throw new InvalidRequest('A subscription reads forwards.');
  }
  return decoded;
}

function decodeTarget(options: ReadReq.Options): { stream: string | undefined; from: From } {
  const stream = options.getStream();
  if (stream !== undefined) {
    const from = stream.hasStart() ? 'start' : stream.hasEnd() ? 'end' : decodeUnsigned(stream.getRevision());
    return { stream: decodeStreamName(stream.getStreamIdentifier()), from };
  }
  const all = options.getAll();
  if (all === undefined) throw new InvalidRequest('The read names neither a stream nor $all.');
  const position = all.getPosition();
  if (position !== undefined) {
    return { stream: undefined, from: decodeUnsigned(position.getCommitPosition()) };
  }
  return { stream: undefined, from: all.hasEnd() ? 'end' : 'start' };
}

function decodeCount(options: ReadReq.Options): number | 'follow' {
  switch (options.getCountOptionCase()) {
    case ReadReq.Options.CountOptionCase.SUBSCRIPTION:
      return 'follow';
    case ReadReq.Options.CountOptionCase.COUNT:
      return decodeUnsigned(options.getCount());
    default:
      throw new InvalidRequest('The read says neither how many events it wants nor that it subscribes.');
  }
}

function decodeFilter(options: ReadReq.Options.FilterOptions): EventFilter {
  const byStream = options.getStreamIdentifier();
  const expression = byStream ?? options.getEventType();
  if (expression === undefined) throw new InvalidRequest('The filter names neither stream nor event type.');
  const decision = compileFilter({
    on: byStream === undefined ? 'type' : 'stream',
    regex: expression.getRegex(),
    prefixes: expression.getPrefixList(),
  });
  if ('invalid' in decision) throw new InvalidRequest(`${decision.invalid}.`);
  return decision.matches;
}

function checkpointEvery(options: ReadReq.Options.FilterOptions): number {
  const window = options.hasMax() ? Math.max(1, options.getMax()) : checkpointWindowDefault;
  return window * Math.max(1, options.getCheckpointintervalmultiplier());
}
