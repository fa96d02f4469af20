import { accept, type Decider } from '@domain/decider';
import { installationCodec } from './installation.codec';
import type { InstallationEvent } from './installation.events';

export interface OpenInstallation {
  readonly type: 'OpenInstallation';
  readonly storeId: string;
  readonly at: string;
}

export type InstallationState =
  { readonly status: 'absent' } | { readonly status: 'open'; readonly storeId: string };

/** The first start wins: a store keeps the id it was opened with. */
export const installationDecider: Decider<OpenInstallation, InstallationEvent, InstallationState, never> = {
  initial: { status: 'absent' },
  decide: ({ storeId, at }, state) =>
    state.status === 'open' ? accept() : accept({ type: 'InstallationOpened', data: { storeId, at } }),
  evolve: (_, event) => ({ status: 'open', storeId: event.data.storeId }),
};

export const installation = { decider: installationDecider, codec: installationCodec };
