import { codecOf } from '@domain/decider';
import type { HistoryRenewed, InstallationEvent, InstallationOpened } from './installation.events';

/** These names are the stored format: versions are added, never changed. */
export const installationCodec = codecOf<InstallationEvent>({
  'InstallationOpened.v1': (data: InstallationOpened['data']) => ({ type: 'InstallationOpened', data }),
  'HistoryRenewed.v1': (data: HistoryRenewed['data']) => ({ type: 'HistoryRenewed', data }),
});

/** One installation is one province and one store. */
export const installationStream = 'installation-1';
