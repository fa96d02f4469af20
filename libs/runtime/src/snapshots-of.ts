import { join } from 'node:path';
import { Snapshots } from '@adapters/event-store';
import { codeOfDomain } from './code-of-domain';
import type { ServiceContext } from './service-context';

type Parts = Pick<ServiceContext, 'configuration' | 'history' | 'log' | 'metrics'>;

/** The snapshots of a service, in the folder that all services of the installation share. */
export const snapshotsOf = ({ configuration, history, log, metrics }: Parts): Snapshots =>
  new Snapshots({
    folder: join(configuration.dataDir, 'snapshots'),
    code: codeOfDomain(),
    history: { storeId: history.storeId, epoch: history.epoch },
    log,
    observe: (outcome) => metrics.snapshots.inc({ outcome }),
  });
