import { Body, Controller, Req } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type AnsweredCommand, type CommandsAnswered, newestOf } from '@contracts';
import { CrowdControl } from '../edge/crowd-control';
import { headerOf } from '../edge/edge-request';
import { limits } from '../edge/limits';
import { Handles } from '../edge/operation';
import type { CommandRequest } from './command-request';
import { inTurns } from './in-turns';
import { problemAnswer, sentAlone } from './sent-alone';

/** Said once for all commands of a batch: who asks, and on which journey. */
const saidOnce = ['authorization', 'traceparent'] as const;

/**
 * Many commands in one request. Each is sent to its own route within the process, so that it meets whatever it would
 * meet alone: admission, limits, forms, the trail, the numbers.
 */
@Controller()
export class CommandsController {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly crowd: CrowdControl,
  ) {}

  @Handles('sendCommands')
  async send(
    @Body() commands: readonly CommandRequest[],
    @Req() request: FastifyRequest,
  ): Promise<CommandsAnswered> {
    this.crowd.takenApart(request);
    const giveUpAt = performance.now() + limits.batchWithinMs;
    const answers = await inTurns(this.crowd.placesOfBatch, commands, (command) =>
      performance.now() > giveUpAt
        ? Promise.resolve(problemAnswer('service:unavailable', command.url))
        : this.answerTo(command, request),
    );
    const position = newestOf(answers.flatMap(positionIn));
    return { answers, ...(position === undefined ? {} : { position }) };
  }

  private answerTo(command: CommandRequest, request: FastifyRequest): Promise<AnsweredCommand> {
    const told = saidOnce.flatMap((name) => {
      const value = headerOf(request, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    return sentAlone(this.host.httpAdapter.getInstance<FastifyInstance>(), command, {
      headers: { ...Object.fromEntries(told), 'correlation-id': request.correlationId },
      remoteAddress: request.ip,
    });
  }
}

const positionIn = ({ body: { position } }: AnsweredCommand): readonly string[] =>
  typeof position === 'string' ? [position] : [];
