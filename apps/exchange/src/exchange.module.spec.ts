import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamicModule, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { subjects } from '@contracts';
import { configuration, logTo, processMetrics, type ServiceContext, SystemClock } from '@runtime';
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
    for (const controller of controllersOf(ExchangeModule.forRoot(context))) {
      expect(module.get(controller)).toBeInstanceOf(controller);
    }
  });

  it('answers each of its subjects once, and no other', () => {
    const own = Object.values(subjects).filter((subject) => subject.startsWith('exchange.'));
    expect(patternsOf(controllersOf(ExchangeModule.forRoot(context))).sort()).toEqual([...own].sort());
  });
});

/** Of a module and of all that it imports. */
function controllersOf(module: Type | DynamicModule): readonly Type[] {
  const told = 'module' in module ? module : undefined;
  const of = (key: string): readonly never[] =>
    (Reflect.getMetadata(key, told?.module ?? module) ?? []) as never[];
  const imports = [...((told?.imports ?? []) as (Type | DynamicModule)[]), ...of('imports')];
  const own = [...(told?.controllers ?? []), ...of('controllers')];
  return [...new Set([...own, ...imports.flatMap(controllersOf)])];
}

function patternsOf(controllers: readonly { readonly prototype: object }[]): string[] {
  return controllers.flatMap(({ prototype }) =>
    Object.values(Object.getOwnPropertyDescriptors(prototype)).flatMap(
      ({ value }) => (Reflect.getMetadata('microservices:pattern', value as object) ?? []) as string[],
    ),
  );
}
