import { codecOf } from '@domain/decider';
import type { InstallationEvent } from './installation.events';

/** These names are the stored format: versions are added, never changed. */
export const installationCodec = codecOf<InstallationEvent>({
  'InstallationOpened.v1': (data: InstallationEvent['data']) => ({ type: 'InstallationOpened', data }),
});

/** One installation is one province and one store. */
export const installationStream = 'installation-1';
