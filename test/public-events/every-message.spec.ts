import { copiesOf } from '@formats/public-facts';
import { everyFact } from '../flows/every-fact';
import { PublicMessages } from './public-messages';

const here = { storeId: '0b9f6c0e-2d1f-4c58-9d55-7f1f3e1c2a10' };

it('every public fact is told as its schema, AsyncAPI and the SDK of CloudEvents have it', async () => {
  const messages = new PublicMessages();
  const copies = (await everyFact()).flatMap((fact) => copiesOf(fact, here));
  const faults = copies.map(({ cloudEvent, subject }) => ({
    type: cloudEvent.type,
    faults: messages.faultsIn(JSON.stringify(cloudEvent), subject),
  }));
  expect(faults.filter((each) => each.faults.length > 0)).toEqual([]);
  expect([...messages.seen].sort()).toEqual([...messages.all].sort());
});

it('what is planted is found by each of them', () => {
  const messages = new PublicMessages();
  const event = {
    specversion: '1.0',
    type: 'vn.lienthong.exchange.document-arrived.v1',
    data: { officer: 'vt.01' },
  };
  const faults = messages.faultsIn(JSON.stringify(event), 'public.H26-1.exchange.document-praised.v1');
  expect(faults.length).toBeGreaterThan(10);
});
