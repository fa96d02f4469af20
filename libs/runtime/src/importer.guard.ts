import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { callerHeader, refusedBy } from '@contracts';
import { readCaller } from './caller-of';
import { Clock } from './clock';

interface HasHeaders {
  getHeaders(): { get(name: string): string } | undefined;
}

/** Past instants come from importers only, and none lies ahead of now. */
@Injectable()
export class ImporterGuard implements CanActivate {
  constructor(private readonly clock: Clock) {}

  canActivate(host: ExecutionContext): boolean {
    const header = host.switchToRpc().getContext<HasHeaders>().getHeaders()?.get(callerHeader);
    if (header === undefined || header === '') return true;
    const { occurredAt, actor } = readCaller(header);
    if (occurredAt === undefined) return true;
    if (actor.role !== 'Importer') throw new RpcException(refusedBy('request', 'importer-only'));
    if (occurredAt <= this.clock.now()) return true;
    throw new RpcException(refusedBy('request', 'occurred-in-the-future'));
  }
}
