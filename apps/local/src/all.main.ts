import type { DynamicModule } from '@nestjs/common';
import type { ServiceName } from '@contracts';
import { openServiceContext, type Running, runProcess, type ServiceContext, startService } from '@runtime';
import { AuditModule } from '../../audit/src/audit.module';
import { BusModule } from '../../bus/src/bus.module';
import { DirectoryModule } from '../../directory/src/directory.module';
import { DossiersModule } from '../../dossiers/src/dossiers.module';
import { ExchangeModule } from '../../exchange/src/exchange.module';
import { startGateway } from '../../gateway/src/start-gateway';
import { ReadModelsModule } from '../../read-models/src/read-models.module';

type ModuleOf = (context: ServiceContext) => DynamicModule;

/**
 * The services in the order in which they stop, after the gateway: the relay last, it works off what the others
 * stored.
 */
const stages: readonly Partial<Record<ServiceName, ModuleOf>>[] = [
  {
    directory: DirectoryModule.forRoot,
    exchange: ExchangeModule.forRoot,
    dossiers: DossiersModule.forRoot,
    'read-models': ReadModelsModule.forRoot,
    audit: AuditModule.forRoot,
  },
  { bus: BusModule.forRoot },
];

/** Every app in one process over one store client. The apps still meet only on NATS. */
async function startAll(context: ServiceContext): Promise<Running> {
  const started: Running[][] = [];
  const stop = async (): Promise<void> => {
    for (const stage of started) await Promise.all(stage.map((running) => running.stop()));
  };
  for (const stage of stages) {
    const starts = Object.entries(stage).map(([name, moduleOf]) =>
      startService(name as ServiceName, moduleOf, context),
    );
    started.push(await Promise.all(starts));
  }
  const gateway = await startGateway(context);
  started.unshift([gateway]);
  return { stop, ...(gateway.ready && { ready: gateway.ready }) };
}

void runProcess('all', openServiceContext, startAll);
