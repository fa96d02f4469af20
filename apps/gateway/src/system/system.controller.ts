import { Controller, Header, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Handles } from '../edge/operation';
import { SystemReadiness, type WholeReadiness } from './readiness';
import { SystemNumbers } from './system-numbers';
import { version } from './version';

@Controller()
export class SystemController {
  constructor(
    private readonly readiness: SystemReadiness,
    private readonly systemNumbers: SystemNumbers,
  ) {}

  @Handles('getStart')
  start() {
    const links = { docs: '/docs', openapi: '/openapi.json', ready: '/health/ready', metrics: '/metrics' };
    return { name: 'Lienthong', version, links };
  }

  @Handles('getMe')
  me(@Req() { holder }: FastifyRequest) {
    return holder;
  }

  @Handles('getLive')
  live() {
    return { live: true };
  }

  @Handles('getReady')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<WholeReadiness> {
    const whole = await this.readiness.look();
    if (!whole.ready) reply.code(503).header('retry-after', '1');
    return whole;
  }

  @Handles('getMetrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  numbers(): Promise<string> {
    return this.systemNumbers.page();
  }
}
