import { codecOf, shape, text } from '@domain/decider';

/**
 * What the reactor runner notes of its own work in `checkpoint-<reactor>` and `parked-<reactor>`, and in
 * `heldback-feed` of whose facts do not count yet.
 */
export type RunnerEvent =
  | {
      readonly type: 'CheckpointReached';
      readonly data: {
        readonly position: string;
        /** Which event stands there; version 1 did not know. */
        readonly stream?: string;
        readonly revision?: string;
        readonly eventId?: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'EventParked';
      readonly data: {
        readonly eventId: string;
        readonly stream: string;
        readonly revision: string;
        readonly position: string;
        readonly type: string;
        readonly reason: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'ParkedEventReplayed';
      readonly data: { readonly eventId: string; readonly at: string };
    }
  | {
      readonly type: 'ParkedEventSkipped';
      readonly data: {
        readonly eventId: string;
        readonly stream: string;
        readonly revision: string;
        readonly type: string;
        readonly reason: string;
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      /** The public facts of a stream, from one of them on, do not count for agencies until it is taken up. */
      readonly type: 'StreamHeldBack';
      readonly data: HeldBack;
    }
  | {
      /** Everything that was held back from that fact on counts here, in the order of its stream. */
      readonly type: 'StreamTakenUp';
      readonly data: HeldBack;
    };

interface HeldBack {
  readonly stream: string;
  readonly revision: string;
  readonly eventId: string;
  readonly at: string;
}

type Reached = Extract<RunnerEvent, { type: 'CheckpointReached' }>['data'];

const heldBack = shape({ stream: text, revision: text, eventId: text, at: text });

/** These names are the stored format: versions are added, never changed. */
export const runnerCodec = codecOf<RunnerEvent>(
  {
    CheckpointReached: {
      name: 'CheckpointReached.v2',
      schema: shape({ position: text, at: text }, { stream: text, revision: text, eventId: text }),
    },
    EventParked: {
      name: 'EventParked.v1',
      schema: shape({
        eventId: text,
        stream: text,
        revision: text,
        position: text,
        type: text,
        reason: text,
        at: text,
      }),
    },
    ParkedEventReplayed: { name: 'ParkedEventReplayed.v1', schema: shape({ eventId: text, at: text }) },
    ParkedEventSkipped: {
      name: 'ParkedEventSkipped.v1',
      schema: shape({
        eventId: text,
        stream: text,
        revision: text,
        type: text,
        reason: text,
        officer: text,
        at: text,
      }),
    },
    StreamHeldBack: { name: 'StreamHeldBack.v1', schema: heldBack },
    StreamTakenUp: { name: 'StreamTakenUp.v1', schema: heldBack },
  },
  {
    'CheckpointReached.v1': (data: Reached) => ({ type: 'CheckpointReached', data }),
  },
);

export const isRunnerStream = (stream: string): boolean => /^(checkpoint|parked|heldback)-/.test(stream);
