import { type Direction } from './event';
import { compileFilter, type EventFilter } from './filter-rules';
import { checkpointWindowDefault } from './limits';
import { ReadReq } from './protocol';
import { type From } from './read-rules';
import { decodeStreamName, decodeUnsigned, InvalidRequest, type UuidShape } from './wire.codec';
import { HandlerFailed } from './wire-errors';

/** A read of one stream (`stream` set) or of `$all`, ending after `count` events or following what comes. */
export interface ReadRequest {
  readonly stream: string | undefined;
  readonly from: From;
  readonly direction: Direction;
  readonly count: number | 'follow';
  readonly filter: EventFilter | undefined;
  /** What the filter looks for, when that is beginnings of names of streams. */
  readonly streamPrefixes: readonly string[] | undefined;
  /** Considered events per checkpoint of a filtered subscription. */
  readonly checkpointEvery: number;
  /** Undefined when the client did not say: then no event can be shown, as on a real node. */
  readonly uuidShape: UuidShape | undefined;
  /** Events pointed to by links are sent beside the links. */
  readonly resolvesLinks: boolean;
  /** The client understands messages that tell the first and the last revision of the stream. */
  readonly tellsRevisions: boolean;
}

export function decodeReadRequest(request: ReadReq): ReadRequest {
  const options = request.getOptions();
  if (options === undefined) throw new InvalidRequest('The read has no options.');
  if (options.getFilterOptionCase() === ReadReq.Options.FilterOptionCase.FILTER_OPTION_NOT_SET) {
    throw new InvalidRequest('The read says neither that it filters nor that it does not.');
  }
  const uuidOption = options.getUuidOption();
  const filterOptions = options.getFilter();
  const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const decoded: ReadRequest = {
    ...decodeTarget(options),
    direction: isBackwards ? 'backwards' : 'forwards',
    count: decodeCount(options),
    ...(filterOptions === undefined ? unfiltered : decodeFilter(filterOptions)),
    checkpointEvery: filterOptions === undefined ? 0 : checkpointEvery(filterOptions),
    uuidShape: uuidOption === undefined ? undefined : uuidOption.hasString() ? 'text' : 'structured',
    resolvesLinks: options.getResolveLinks(),
    tellsRevisions: (options.getControlOption()?.getCompatibility() ?? 0) >= 1,
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
    return { stream: undefined, from: decodePlace(position.getCommitPosition()) };
  }
  return { stream: undefined, from: all.hasEnd() ? 'end' : 'start' };
}

/** Positions are signed in a real node: the highest number is its end, and others from 2^63 on are none. */
function decodePlace(text: string): From {
  const place = BigInt(text);
  if (place === 2n ** 64n - 1n) return 'end';
  if (place >= 2n ** 63n) throw new HandlerFailed();
  return decodeUnsigned(text);
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

type Filtering = Pick<ReadRequest, 'filter' | 'streamPrefixes'>;
const unfiltered: Filtering = { filter: undefined, streamPrefixes: undefined };

function decodeFilter(options: ReadReq.Options.FilterOptions): Filtering {
  const byStream = options.getStreamIdentifier();
  const expression = byStream ?? options.getEventType();
  if (expression === undefined) throw new InvalidRequest('The filter names neither stream nor event type.');
  const decision = compileFilter({
    on: byStream === undefined ? 'type' : 'stream',
    regex: expression.getRegex(),
    prefixes: expression.getPrefixList(),
  });
  if ('invalid' in decision) throw new InvalidRequest(`${decision.invalid}.`);
  return { filter: decision.matches, streamPrefixes: decision.streamPrefixes };
}

function checkpointEvery(options: ReadReq.Options.FilterOptions): number {
  if (!options.hasMax() && !options.hasCount())
    throw new InvalidRequest('The filter names no search window.');
  const window = options.hasMax() ? options.getMax() : checkpointWindowDefault;
  const multiplier = options.getCheckpointintervalmultiplier();
  if (window < 1) throw new InvalidRequest('The search window of the filter is at least 1 event.');
  if (multiplier < 1) throw new InvalidRequest('The checkpoint interval of the filter is at least 1 window.');
  return window * multiplier;
}
