import { Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ValidatedMessage } from '@contracts';
import { Handles } from '../edge/operation';
import { Problem } from '../edge/problem';
import { messagesOfProcess } from './messages-of-process';

/** Whether a message is one that this release would send: of what is asked about nothing is kept or logged. */
@Controller()
export class ValidateController {
  @Handles('validateMessage')
  async validate(@Req() { body }: FastifyRequest): Promise<ValidatedMessage> {
    if (body === undefined) throw new Problem('request:not-json');
    return messagesOfProcess().validator.validated(body);
  }
}
