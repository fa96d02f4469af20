import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { subjects } from '@contracts';
import { configuration, logTo, processMetrics, SystemClock, type ServiceContext } from '@runtime';
import { ExchangeModule } from './exchange.module';

const folder = mkdtempSync(join(tmpdir(), 'exchange-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Wiring needs no store and no bus: whoever touched them while wiring would fail here. */
const context = {
  configuration: configuration({ LIENTHONG_DATA_DIR: folder }),
  log: logTo(process.stderr, 'exchange', 'silent'),
  clock: new SystemClock(),
  metrics: processMetrics('exchange'),
  storeId: '00000000-0000-4000-8000-000000000000',
} as unknown as ServiceContext;

describe('ExchangeModule', () => {
  it('wires every part', async () => {
    const module = await Test.createTestingModule({ imports: [ExchangeModule.forRoot(context)] }).compile();
    for (const controller of ExchangeModule.forRoot(context).controllers ?? []) {
      expect(module.get(controller)).toBeInstanceOf(controller);
    }
  });

  it('answers each of its subjects once, and no other', () => {
    const own = Object.values(subjects).filter((subject) => subject.startsWith('exchange.'));
    expect(patternsOf(ExchangeModule.forRoot(context).controllers ?? []).sort()).toEqual([...own].sort());
  });
});

function patternsOf(controllers: readonly { readonly prototype: object }[]): string[] {
  return controllers.flatMap(({ prototype }) =>
    Object.values(Object.getOwnPropertyDescriptors(prototype)).flatMap(
      ({ value }) => (Reflect.getMetadata('microservices:pattern', value as object) ?? []) as string[],
    ),
  );
}
