import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { callerHeader, refusedBy } from '@contracts';
import { readCaller } from './caller-of';

interface HasHeaders {
  getHeaders(): { get(name: string): string } | undefined;
}

/** Past instants come from importers only: role `Importer`, held by no officer. */
@Injectable()
export class ImporterGuard implements CanActivate {
  canActivate(host: ExecutionContext): boolean {
    const header = host.switchToRpc().getContext<HasHeaders>().getHeaders()?.get(callerHeader);
    if (header === undefined || header === '') return true;
    const { occurredAt, actor } = readCaller(header);
    if (occurredAt === undefined || actor.role === 'Importer') return true;
    throw new RpcException(refusedBy('request', 'importer-only'));
  }
}
