import { Controller, Header, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SystemHealth } from '@contracts';
import { version } from '@runtime';
import { Handles } from '../edge/operation';
import { metricsMediaType } from './metrics-listener';
import { SystemReadiness } from './readiness';
import { SystemNumbers } from './system-numbers';

@Controller()
export class SystemController {
  constructor(
    private readonly readiness: SystemReadiness,
    private readonly systemNumbers: SystemNumbers,
  ) {}

  @Handles('getStart')
  start() {
    const links = {
      ...{ docs: '/docs', openapi: '/openapi.json', asyncapi: '/asyncapi.json' },
      ...{ ready: '/health/ready', metrics: '/metrics' },
    };
    return { name: 'Lienthong', version, links };
  }

  @Handles('getMe')
  me(@Req() { holder }: FastifyRequest) {
    // What the token says is remembered with it; names are written into what is answered.
    return { ...holder };
  }

  @Handles('getLive')
  live() {
    return { live: true };
  }

  @Handles('getReady')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Pick<SystemHealth, 'ready'>> {
    const { ready } = await this.readiness.look();
    if (!ready) reply.code(503).header('retry-after', '1');
    return { ready };
  }

  @Handles('getHealth')
  health(): Promise<SystemHealth> {
    return this.readiness.look();
  }

  @Handles('getMetrics')
  @Header('content-type', metricsMediaType)
  numbers(): Promise<string> {
    return this.systemNumbers.page();
  }
}
