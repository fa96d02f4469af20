import { type Engine } from './engine';
import { type RecordedEvent } from './event';
import { linkEventType, parseLink } from './link-rules';
import { type ReadResp } from './protocol';
import { type ReadRequest } from './read-request';
import { firstVisibleRevision, isMissing, isYoungEnough } from './read-rules';
import { encodeEvent } from './wire.codec';
import { HandlerFailed } from './wire-errors';

/** Shows events as one request asked for them: the shape of ids, and links with what they point to. */
export class EventView {
  constructor(
    private readonly engine: Engine,
    private readonly request: Pick<ReadRequest, 'resolvesLinks' | 'uuidShape'>,
    private readonly nowMs: () => number,
  ) {}

  encode(event: RecordedEvent): ReadResp {
    const { resolvesLinks, uuidShape } = this.request;
    if (uuidShape === undefined) throw new HandlerFailed();
    return encodeEvent(event, uuidShape, resolvesLinks ? this.targetOf(event) : undefined);
  }

  /** Undefined for an event that is no link; `gone` when no reader could see what the link points to. */
  private targetOf(event: RecordedEvent): RecordedEvent | 'gone' | undefined {
    const target = event.type === linkEventType ? parseLink(event.data) : 'no-revision';
    if (target === 'no-revision') return undefined;
    if (target === 'no-stream') return 'gone';
    return this.visibleEvent(target.stream, target.revision) ?? 'gone';
  }

  private visibleEvent(stream: string, revision: number): RecordedEvent | undefined {
    const head = this.engine.head(stream);
    if (isMissing(head) || head.isTombstoned === true) return undefined;
    const wanted = revision === -1 ? head.revision : revision;
    if (wanted < firstVisibleRevision(stream, head) || wanted > head.revision) return undefined;
    const [event] = this.engine.readStream(stream, { first: wanted, last: wanted }, 'forwards', 1);
    return event !== undefined && isYoungEnough(event, head, this.nowMs()) ? event : undefined;
  }
}
