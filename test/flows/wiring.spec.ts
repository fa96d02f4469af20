import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamicModule, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Signing } from '@adapters/messaging';
import { type ServiceName, services, subjects } from '@contracts';
import { configuration, logTo, processMetrics, type ServiceContext, SystemClock } from '@runtime';
import { modules } from './province';

const folder = mkdtempSync(join(tmpdir(), 'lienthong-wiring-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Wiring needs no store, bus or database: whoever touched them while wiring would fail here. */
const settings = { LIENTHONG_DATA_DIR: folder, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };

const rootOf = (service: ServiceName): DynamicModule =>
  modules[service]({
    configuration: configuration(settings),
    log: logTo(process.stderr, service, 'silent'),
    clock: new SystemClock(),
    signing: new Signing({ current: [] }, new SystemClock()),
    metrics: processMetrics(service),
    storeId: '00000000-0000-4000-8000-000000000000',
    history: { storeId: '00000000-0000-4000-8000-000000000000', epoch: 0, renewals: [] },
  } as unknown as ServiceContext);

describe.each(services)('%s', (service) => {
  it('wires every part', async () => {
    const root = rootOf(service);
    const module = await Test.createTestingModule({ imports: [root] }).compile();
    for (const controller of controllersOf(root)) {
      expect(module.get(controller)).toBeInstanceOf(controller);
    }
  });

  it('answers each of its subjects once, and no other', () => {
    const own = Object.values(subjects).filter((subject) => subject.startsWith(`${service}.`));
    expect(patternsOf(controllersOf(rootOf(service))).sort()).toEqual([...own].sort());
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
