import type { DeliveryEvent } from '@domain/delivery/events';
import { settlementOf } from './settlement.policy';

const [before, since, after] = [
  '2026-11-22T01:00:00.000Z',
  '2026-11-22T02:00:00.000Z',
  '2026-11-22T03:00:00.000Z',
];
const delivery = { documentId: 'd', from: 'H26', to: 'H26.1', officer: 'vt.01' };
const fact = (type: DeliveryEvent['type'], over: object = {}): DeliveryEvent =>
  ({ type, data: { ...delivery, at: after, ...over } }) as DeliveryEvent;
const start = [fact('DeliveryRequested', { at: before }), fact('DocumentArrived', { at: before })];

it.each<[string, DeliveryEvent[], 'cancelled' | 'kept' | undefined]>([
  ['not asked yet', [], undefined],
  ['asked', [fact('RecallRequested')], undefined],
  ['stopped before it left', [fact('DeliveryCancelled')], 'cancelled'],
  [
    'agreed and cancelled',
    [fact('RecallRequested'), fact('RecallAgreed'), fact('DocumentCancelledAtRecipient')],
    'cancelled',
  ],
  ['refused before', [fact('ReceiptRefused', { at: before })], 'kept'],
  ['superseded', [fact('RecallRequested'), fact('DocumentSuperseded')], 'kept'],
  ['disputed', [fact('RecallRequested'), fact('RecallRefused')], undefined],
  [
    'the dispute was closed',
    [fact('RecallRefused'), fact('RecallDisputeClosed', { outcome: 'kept' })],
    'kept',
  ],
  [
    'a dispute about an earlier order was closed',
    [fact('RecallDisputeClosed', { outcome: 'kept', at: before })],
    undefined,
  ],
  ['no longer asked', [fact('RecallRequested'), fact('RecallRequestWithdrawn')], 'kept'],
  ['an earlier order was withdrawn', [fact('RecallRequestWithdrawn', { at: before })], undefined],
  ['it goes on beneath the question', [fact('RecallRequested'), fact('ReceiptAccepted')], undefined],
])('%s', (_, facts, settled) => expect(settlementOf([...start, ...facts], since)).toBe(settled));
