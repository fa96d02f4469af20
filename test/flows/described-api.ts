import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { GatewayModule } from '../../apps/gateway/src/gateway.module';
import { openApiOf } from '../../apps/gateway/src/system/api-document';

/** What a gateway serves under `/openapi.json`, of one that never starts: nothing it works with is needed. */
export async function describedApi(): Promise<OpenAPIObject> {
  const gateway = GatewayModule.forRoot({ configuration: {} } as Parameters<typeof GatewayModule.forRoot>[0]);
  const options = { preview: true, logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(gateway, new FastifyAdapter(), options);
  return JSON.parse(JSON.stringify(openApiOf(app))) as OpenAPIObject;
}
