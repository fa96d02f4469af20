import { codecOf, listOf, shape, text, whole } from '@domain/decider';
import type { InstallationEvent } from './installation.events';

/** These names are the stored format: versions are added, never changed. */
export const installationCodec = codecOf<InstallationEvent>({
  InstallationOpened: { name: 'InstallationOpened.v1', schema: shape({ storeId: text, at: text }) },
  HistoryRenewed: { name: 'HistoryRenewed.v1', schema: shape({ epoch: whole, after: text, at: text }) },
  PublicMappingExtended: {
    name: 'PublicMappingExtended.v1',
    schema: shape({ types: listOf(text), at: text }),
  },
});

/** One installation is one province and one store. */
export const installationStream = 'installation-1';
