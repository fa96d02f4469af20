import { Test } from '@nestjs/testing';
import { subjects } from '@contracts';
import { configuration, logTo, processMetrics, type ServiceContext, SystemClock } from '@runtime';
import { DirectoryModule } from './directory.module';

/** Wiring needs no store and no bus: whoever touched them while wiring would fail here. */
const context = {
  configuration: configuration({}),
  log: logTo(process.stderr, 'directory', 'silent'),
  clock: new SystemClock(),
  metrics: processMetrics('directory'),
  storeId: '00000000-0000-4000-8000-000000000000',
} as unknown as ServiceContext;

describe('DirectoryModule', () => {
  it('wires every part', async () => {
    const module = await Test.createTestingModule({ imports: [DirectoryModule.forRoot(context)] }).compile();
    for (const controller of DirectoryModule.forRoot(context).controllers ?? []) {
      expect(module.get(controller)).toBeInstanceOf(controller);
    }
  });

  it('answers each of its subjects once, and no other', () => {
    const own = Object.values(subjects).filter((subject) => subject.startsWith('directory.'));
    expect(patternsOf(DirectoryModule.forRoot(context).controllers ?? []).sort()).toEqual([...own].sort());
  });
});

function patternsOf(controllers: readonly { readonly prototype: object }[]): string[] {
  return controllers.flatMap(({ prototype }) =>
    Object.values(Object.getOwnPropertyDescriptors(prototype)).flatMap(
      ({ value }) => (Reflect.getMetadata('microservices:pattern', value as object) ?? []) as string[],
    ),
  );
}
