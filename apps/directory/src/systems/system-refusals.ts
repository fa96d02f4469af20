import type { OnApplicationBootstrap } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { hear } from '@adapters/messaging';
import { type CommandRefused, isProblemName, notices, type RefusedCommands } from '@contracts';
import { DoubtedMessages, type ServiceContext } from '@runtime';

/** Systems remembered; each is refused with at most as many problems as the table has. */
const systemsMax = 1_000;

/**
 * What commands of connected systems were refused with, as gateways tell it. Held in memory: it helps whoever looks for
 * a fault now, and a fact for each mistake of a program would fill the store.
 */
export class SystemRefusals implements OnApplicationBootstrap {
  private readonly refused = new LRUCache<string, ReadonlyMap<string, RefusedCommands>>({ max: systemsMax });

  constructor(private readonly context: Pick<ServiceContext, 'connection' | 'signing' | 'metrics' | 'log'>) {}

  onApplicationBootstrap(): void {
    const { connection, signing, metrics, log } = this.context;
    const { doubted } = new DoubtedMessages(metrics, log);
    hear<CommandRefused>(connection, signing, notices.commandRefused, { heard: this.heard, doubted });
  }

  readonly heard = ({ systemId, problem, operation, at }: Partial<CommandRefused>): void => {
    if (systemId === undefined || operation === undefined || at === undefined) return;
    if (problem === undefined || !isProblemName(problem)) return;
    const others = new Map(this.refused.get(systemId));
    const count = (others.get(problem)?.count ?? 0) + 1;
    others.delete(problem);
    others.set(problem, { problem, count, lastAt: at, lastOperation: operation });
    this.refused.set(systemId, others);
  };

  /** The newest first. */
  of(systemId: string): readonly RefusedCommands[] {
    return [...(this.refused.get(systemId)?.values() ?? [])].reverse();
  }
}
