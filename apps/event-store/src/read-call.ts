import { type handleServerStreamingCall, type ServerWritableStream } from '@grpc/grpc-js';
import { type Engine } from './engine';
import { aheadBytesMax, eventOverheadBytes } from './limits';
import { type Log } from './log';
import { type OpenCall, type OpenCalls } from './open-calls';
import { type ReadReq, type ReadResp } from './protocol';
import { decodeReadRequest } from './read-request';
import { Reader } from './reader';
import { sentTogether } from './sent-together';
import { type ServerWays } from './server-ways';
import { type Pages } from './subscription-messages';
import { InvalidRequest } from './wire.codec';
import { isRefusedForNow, NodeStopping, toServiceError } from './wire-errors';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** `Streams/Read`: reads and catch-up subscriptions; a subscription is a read that waits at the end of the log. */
export function readHandler(
  engine: Engine,
  ways: ServerWays,
  openCalls: OpenCalls,
  nowMs: () => number,
  log: Log,
): handleServerStreamingCall<ReadReq, ReadResp> {
  return (call) => {
    void new ReadSession(call, openCalls, log).run((signal) => {
      const request = decodeReadRequest(call.request);
      const reader = new Reader(engine, ways, request, nowMs, signal);
      return reader.pages();
    });
  };
}

class ReadSession implements OpenCall {
  private readonly ending = new AbortController();
  private isStopping = false;
  /** On their way since the client last took all there was. */
  private bytesAhead = 0;

  constructor(
    private readonly call: Call,
    private readonly openCalls: OpenCalls,
    private readonly log: Log,
  ) {}

  async run(pagesUntil: (signal: AbortSignal) => Pages): Promise<void> {
    sentTogether(this.call, bytesOf);
    this.call.on('cancelled', () => this.ending.abort());
    this.call.on('close', () => this.ending.abort());
    try {
      this.openCalls.add(this);
      for await (const page of pagesUntil(this.ending.signal)) {
        for (const response of page) await this.send(response);
        if (this.ending.signal.aborted) break;
      }
      if (this.isStopping) throw new NodeStopping();
      if (!this.call.destroyed) this.call.end();
    } catch (error) {
      this.fail(error);
    } finally {
      this.openCalls.remove(this);
    }
  }

  stop(): Promise<void> {
    this.isStopping = true;
    this.ending.abort();
    return Promise.resolve();
  }

  /** Waits while the client does not take more, so a slow reader holds one page in memory and delays nobody. */
  private async send(response: ReadResp): Promise<void> {
    const { signal } = this.ending;
    if (signal.aborted) return;
    this.bytesAhead = this.call.write(response) ? 0 : this.bytesAhead + bytesOf(response);
    if (this.bytesAhead < aheadBytesMax) return;
    this.bytesAhead = 0;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.call.off('drain', go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      this.call.once('drain', go);
      signal.addEventListener('abort', go, { once: true });
    });
  }

  private fail(error: unknown): void {
    if (!(error instanceof InvalidRequest || error instanceof NodeStopping || isRefusedForNow(error))) {
      this.log.error({ err: error }, 'a read failed');
    }
    if (!this.call.destroyed) this.call.emit('error', toServiceError(error));
  }
}

function bytesOf(response: ReadResp): number {
  const event = response.getEvent()?.getEvent();
  if (event === undefined) return eventOverheadBytes;
  return event.getData_asU8().length + event.getCustomMetadata_asU8().length + eventOverheadBytes;
}
