import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../edge/problem';
import { RefusedSecrets } from './refused-secrets';

/** Turns away a draft that bears a secrecy mark before anything else is said of its fields. */
@Injectable()
export class SecrecyMarkGuard implements CanActivate {
  constructor(private readonly secrets: RefusedSecrets) {}

  async canActivate(host: ExecutionContext): Promise<true> {
    const { body, caller } = host.switchToHttp().getRequest<FastifyRequest>();
    if (caller === undefined || !bearsMark(body)) return true;
    await this.secrets.count(caller.actor.agency);
    throw new Problem('document:secret-content');
  }
}

/** What says nothing is no mark; that its form is wrong is said like of any other field. */
const unmarked: readonly unknown[] = [undefined, null, '', 'none'];

function bearsMark(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'secrecy')) return false;
  return !unmarked.includes((body as { secrecy: unknown }).secrecy);
}
