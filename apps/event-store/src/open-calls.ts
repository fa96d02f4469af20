import { openCallsMax } from './limits';
import { LimitReached } from './wire-errors';

/** A call that does not end by itself: a subscription, or the stream of a client's appends. */
export interface OpenCall {
  /** Answers what is pending and ends the call with an error that lets the client come back. */
  stop(): Promise<void>;
}

/** The long calls of a node, so that it can end them in order when it stops. */
export class OpenCalls {
  private readonly calls = new Set<OpenCall>();

  /** Throws `LimitReached` when as many as may be are open. */
  add(call: OpenCall): void {
    if (this.calls.size >= openCallsMax) {
      throw new LimitReached(`${openCallsMax} reads, subscriptions and streams of appends are open`);
    }
    this.calls.add(call);
  }

  remove(call: OpenCall): void {
    this.calls.delete(call);
  }

  get size(): number {
    return this.calls.size;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.calls].map((call) => call.stop()));
  }
}
