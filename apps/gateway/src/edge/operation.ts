import type { ExecutionContext } from '@nestjs/common';
import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { type Caller, type OperationName, operations } from '@contracts';

/** Makes a method the handler of a row of the table of operations: its route, its status, its roles. */
export function Handles(name: OperationName): MethodDecorator {
  const { method, path, status } = operations[name];
  const nestPath = path.replace(/\{(\w+)\}/g, ':$1');
  return applyDecorators(
    RequestMapping({ path: nestPath, method: RequestMethod[method] }),
    HttpCode(status),
    RouteConfig({ operation: name }),
  );
}

/** Who asks, as the request was admitted. */
export const Asker = createParamDecorator((_: unknown, host: ExecutionContext): Caller => {
  const { caller, routeOptions } = host.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) {
    throw new Error(
      `${routeOptions.url} has an asker but its operation is open; that is a defect of its handler`,
    );
  }
  return caller;
});
