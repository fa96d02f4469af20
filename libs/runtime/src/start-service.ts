import type { DynamicModule, INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { natsServerOptions } from '@adapters/messaging';
import { healthSubject, metricsSubject, type ServiceName } from '@contracts';
import { DoubtedMessages } from './doubted-messages';
import { healthOf, ReadinessProbe } from './health';
import { logOf } from './log';
import { MessageNumbers } from './message-numbers';
import { metricsOf } from './metrics';
import { NestLog } from './nest-log';
import { RpcRefusalFilter } from './rpc-refusal.filter';
import type { ServiceContext } from './service-context';
import { rpcValidationPipe } from './validation-pipe';

export interface RunningService {
  /** Takes no new messages, answers those it has, then stops what the modules started. */
  stop(): Promise<void>;
}

/**
 * One service on NATS: who asks proven, its module, the shapes and refusals of the edge, metrics, and the answer on
 * `<service>.health.v1`. Resolves when it is subscribed. The context stays open: it belongs to the process.
 */
export async function startService(
  name: ServiceName,
  moduleOf: (context: ServiceContext) => DynamicModule,
  processContext: ServiceContext,
): Promise<RunningService> {
  const log = logOf(processContext.log, name);
  const context: ServiceContext = { ...processContext, log };
  const { natsUrl: url, natsUser: user, natsPassword: password, shutdownLimitMs } = context.configuration;
  const { connection, signing } = context;
  const { answered } = new MessageNumbers(context.metrics, log);
  const { doubted } = new DoubtedMessages(context.metrics, log);
  const serving = { drainMs: shutdownLimitMs * 0.8, connection, signing, answered, doubted };
  const options = natsServerOptions({ url, user, password }, name, serving);
  const module = moduleOf(context);
  const app = await NestFactory.createMicroservice(module, {
    ...options,
    logger: new NestLog(processContext.log),
    abortOnError: false,
  });
  app.useGlobalPipes(rpcValidationPipe());
  app.useGlobalFilters(new RpcRefusalFilter(log));
  options.strategy.addHandler(healthSubject(name), () => healthOf(name, context, probeOf(app, module)));
  options.strategy.addHandler(metricsSubject(name), () => metricsOf(context.metrics));
  await app.listen();
  log.info('answers');
  return {
    stop: async () => {
      await app.close();
      log.info('stopped');
    },
  };
}

/** Asked for only when there is one: Nest writes an error to the log for a provider it does not find. */
function probeOf(app: INestMicroservice, { providers = [] }: DynamicModule): ReadinessProbe | undefined {
  const isProvided = providers.some((each) => 'provide' in each && each.provide === ReadinessProbe);
  return isProvided ? app.get(ReadinessProbe, { strict: false }) : undefined;
}
