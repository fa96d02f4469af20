import { given } from '@domain/decider';
import {
  type HandoverCommand,
  handoverDecider,
  type HandoverRefusal,
  handoverRefusals,
} from './handover.decider';
import type { HandoverEvent } from './handover.events';

const handoverId = '9c1d2e3f-0000-5000-8000-000000000001';
const at = '2026-11-30T02:00:00.000Z';
const list = {
  ...{ handoverId, agency: 'H26.1', officer: 'ld.01', from: 'cv.01', to: 'cv.02' },
  ...{ documents: ['d1'], dossiers: ['h1'], deskLendings: ['l1'], reason: 'Chuyển công tác', at },
};
const handOver: HandoverCommand = { type: 'HandOverDesk', ...list };
const takeOver: HandoverCommand = { type: 'TakeOverDesk', agency: 'H26.1', officer: 'cv.02', at };
const handedOver: HandoverEvent = { type: 'DeskHandedOver', data: list };
const takenOver: HandoverEvent = {
  type: 'DeskTakenOver',
  data: { handoverId, agency: 'H26.1', officer: 'cv.02', at },
};
const when = (command: HandoverCommand, ...facts: HandoverEvent[]) =>
  given(handoverDecider)(...facts).when(command);

it.each<[string, HandoverCommand, HandoverEvent[], HandoverEvent[]]>([
  ['is given once', handOver, [], [handedOver]],
  ['is given once, repeated', handOver, [handedOver], []],
  ['is taken by whom it went to', takeOver, [handedOver], [takenOver]],
  ['is taken once', takeOver, [handedOver, takenOver], []],
])('a list %s', (_, command, facts, events) => expect(when(command, ...facts)).toEqual({ events }));

const refusals: Record<HandoverRefusal, [HandoverCommand, HandoverEvent[]][]> = {
  'not-found': [
    [takeOver, []],
    [{ ...takeOver, agency: 'H26.2' }, [handedOver]],
  ],
  'not-the-receiver': [
    [{ ...takeOver, officer: 'cv.01' }, [handedOver]],
    [{ ...takeOver, officer: 'ld.01' }, [handedOver, takenOver]],
  ],
};
it.each(handoverRefusals.flatMap((refused) => refusals[refused].map((row) => [refused, ...row] as const)))(
  'refuses with %s: %j',
  (refused, command, facts) => expect(when(command, ...facts)).toEqual({ refused }),
);
