import { delivery } from '@domain/delivery';
import type { DeliveryEvent } from '@domain/delivery/events';
import { type Awaited as Awaiting, Watch, type WatchParts } from '@runtime';
import { type Awaited, awaitedOf, type Waiting, waitingAfter } from './awaited.policy';

/** Records what somebody owed on a delivery and did not do in time. */
export const silenceWatch = (parts: WatchParts<DeliveryEvent>) =>
  new Watch(
    {
      name: 'silence-watch',
      streamPrefix: 'delivery-',
      kind: delivery,
      waitingAfter,
      awaitedOf: (waiting: Waiting, terms) =>
        awaitedOf(waiting, terms).map((each) => ('refused' in each ? each : silenceOf(each))),
    },
    parts,
  );

const silenceOf = ({ silence, since, dueAt, calendarVersion }: Awaited) =>
  ({
    at: dueAt,
    since,
    // A near due date is told once for each mark, everything else once for each cause.
    occasion: silence === 'DueDateNear' ? `${silence} ${dueAt}` : silence,
    command: (at: string) => ({ type: 'RecordSilence', silence, dueAt, since, calendarVersion, at }) as const,
  }) satisfies Awaiting<{ readonly at: string }>;
