import { Test } from '@nestjs/testing';
import { Checkpoint, ParkedStreams } from '@adapters/event-store';
import { PublicStream, publicStreamName } from '@adapters/messaging';
import { deliveryStream } from '@domain/delivery';
import { copiesOf } from '@formats/public-facts';
import { Reactions } from '@runtime';
import { missingCopies } from '../../apps/bus/src/relay/missing-copies';
import { RelayService } from '../../apps/bus/src/relay/relay-service';
import { DeliveryArrivalReactor } from '../../apps/exchange/src/delivery/delivery-arrival/delivery-arrival.reactor';
import { DeliveryRequestReactor } from '../../apps/exchange/src/delivery/delivery-request/delivery-request.reactor';
import { Reconciler } from '../../apps/exchange/src/delivery/reconciler/reconciler';
import { ExchangeModule } from '../../apps/exchange/src/exchange.module';
import { numbersIn } from './numbers-in';
import { type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

jest.setTimeout(60_000);

let province: Province;
let scribe: Scribe;

beforeEach(async () => {
  province = await startProvince({ services: ['directory', 'read-models'] });
  scribe = new Scribe(inStore(province.store));
});
afterEach(() => province.stop());

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a delivery to which no reaction came', () => {
  /** The reconciler of exchange over its reactors, which do not run by themselves. */
  async function reconciling(): Promise<{
    reconciler: Reconciler;
    ages: number[];
    stop: () => Promise<void>;
  }> {
    const { context, store } = province;
    const exchange = await Test.createTestingModule({ imports: [ExchangeModule.forRoot(context)] })
      .overrideProvider(Reactions)
      .useValue({})
      .compile();
    await exchange.init();
    const ages: number[] = [];
    const [request, arrival] = [exchange.get(DeliveryRequestReactor), exchange.get(DeliveryArrivalReactor)];
    const onLooked = (seconds: number) => void ages.push(seconds);
    const often = { everyMs: 20, graceMs: 0 };
    const reconciler = new Reconciler({ ...context, store, request, arrival, onLooked, ...often });
    const end = new AbortController();
    const running = reconciler.run(end.signal);
    const stop = async () => {
      end.abort();
      await running;
      await exchange.close();
    };
    return { reconciler, ages, stop };
  }

  it('is sent again until it has arrived, and its age is told meanwhile', async () => {
    const { sha256 } = await province.upload('H99.1');
    const halfWay = await scribe.issued('H99.1', ['H99.2'], 'Trích yếu', { sha256 });
    const atTheBeginning = await scribe.numbered('H99.1', 'Trích yếu', { sha256 });
    await scribe.issue(atTheBeginning, 'H99.1', ['H99.2', 'H99.3']);
    const { reconciler, ages, stop } = await reconciling();
    for (const [documentId, to] of [
      [halfWay, 'H99.2'],
      [atTheBeginning, 'H99.2'],
      [atTheBeginning, 'H99.3'],
    ] as const) {
      await province.waitFor(deliveryStream({ documentId, to }), 'DocumentArrived');
    }
    while (ages.at(-2) !== 0 || ages.at(-1) !== 0 || Math.max(...ages) === 0) await turn();
    expect(reconciler.details).toEqual({ unsettled: 0, oldestUnsettledSeconds: 0 });
    await stop();
    const settled = await Checkpoint.open(province.store, 'settled-deliveries');
    const { events } = await province.store.readStream(
      deliveryStream({ documentId: atTheBeginning, to: 'H99.2' }),
    );
    expect(events.map(({ type }) => type)).toEqual(['DeliveryRequested.v1', 'DocumentArrived.v1']);
    expect(settled.position).toBeGreaterThanOrEqual(events.at(-1)?.position as bigint);
  });

  it('that cannot arrive stays open, is told, and is where the next start begins', async () => {
    const documentId = await scribe.numbered('H99.1', 'Trích yếu', { sha256: 'c'.repeat(64) });
    const { position } = await scribe.issue(documentId, 'H99.1', ['H99.2']);
    const first = await reconciling();
    await province.waitFor(deliveryStream({ documentId, to: 'H99.2' }), 'DeliveryRequested');
    while (first.ages.length < 5) await turn();
    expect(first.reconciler.details.unsettled).toBe(1);
    await first.stop();
    expect(province.log.join()).toContain('a delivery does not come to rest');
    const settled = await Checkpoint.open(province.store, 'settled-deliveries');
    expect(settled.position ?? -1n).toBeLessThan(position);
    const second = await reconciling();
    while (second.reconciler.details.unsettled === 0) await turn();
    await second.stop();
  });
});

describe('messages that PUBLIC lost in its midst', () => {
  const due = async () => {
    const stored = await province.store.readAll({ max: 10_000 });
    return stored.flatMap((event) => copiesOf(event, province.context.history));
  };

  it('are sent again, once each, and the relay goes on where it was', async () => {
    const { context, store } = province;
    // JetStream drops a message whose id it remembers: here it forgets at once.
    const bus = new RelayService(context, { duplicateWindowMs: 100 }, 50);
    const manager = await context.connection.jetstreamManager();
    const documentId = await scribe.issued('H99.1', ['H99.2', 'H99.3']);
    await scribe.arrive(documentId, 'H99.2');
    bus.start();
    const stream = new PublicStream(context.connection);
    const ids = async () => (await stream.msgIds().catch(() => new Set<string>())).size;
    while ((await ids()) < (await due()).length) await turn();
    await bus.stop();

    for (const seq of [1, 2]) await manager.streams.deleteMessage(publicStreamName, seq);
    const parked = new ParkedStreams(store, 'relay', { log: context.log, kept: 'store' });
    const parts = {
      history: context.history,
      store,
      stream,
      parked,
      keptSince: '',
      numbers: numbersIn(store),
    };
    const lost = await missingCopies(parts, new AbortController().signal);
    expect(lost.map(({ msgId }) => msgId)).toEqual((await due()).slice(0, 2).map(({ msgId }) => msgId));

    const next = new RelayService(context, { duplicateWindowMs: 100 }, 50);
    next.start();
    while ((await ids()) < (await due()).length) await turn();
    await scribe.arrive(documentId, 'H99.3');
    while ((await ids()) < (await due()).length) await turn();
    while (next.readiness().details.missing !== 0) await turn();
    const { state } = await manager.streams.info(publicStreamName);
    expect(state.messages).toBe((await due()).length);
    expect(await stream.lastPosition()).toBe(await store.headPosition());
    await next.stop();
  });
});
