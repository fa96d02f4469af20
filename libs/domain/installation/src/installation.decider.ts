import { accept, type Decider, refuse } from '@domain/decider';
import { installationCodec } from './installation.codec';
import type { HistoryRenewed, InstallationEvent } from './installation.events';

export interface OpenInstallation {
  readonly type: 'OpenInstallation';
  readonly storeId: string;
  readonly at: string;
}

export interface RenewHistory {
  readonly type: 'RenewHistory';
  /** Commit position in decimal digits: up to here what was told before still holds. */
  readonly after: string;
  readonly at: string;
  /**
   * Why a reader asks: where the event stood that it finds gone, and the epoch it got it in, when it knows. One
   * renewal answers every reader whose loss it explains.
   */
  readonly lost?: { readonly position: string; readonly epoch?: number };
}

interface ExtendPublicMapping {
  readonly type: 'ExtendPublicMapping';
  /** CloudEvents types that are to be told from now on; those that are told already change nothing. */
  readonly types: readonly string[];
  readonly at: string;
}

export type InstallationCommand = OpenInstallation | RenewHistory | ExtendPublicMapping;
export type InstallationRefusal = 'not-opened' | 'not-a-position';

type Renewal = Pick<HistoryRenewed['data'], 'epoch' | 'after'>;

export type InstallationState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'open';
      readonly storeId: string;
      /** 1 until the history is renewed for the first time. */
      readonly epoch: number;
      readonly renewals: readonly Renewal[];
      /** CloudEvents types that are told beside those of the first release. */
      readonly extensions: readonly string[];
    };

/** The first start wins: a store keeps the id it was opened with. Epochs count from 1 without a gap. */
export const installationDecider: Decider<
  InstallationCommand,
  InstallationEvent,
  InstallationState,
  InstallationRefusal
> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'OpenInstallation') {
      const { storeId, at } = command;
      return state.status === 'open'
        ? accept()
        : accept({ type: 'InstallationOpened', data: { storeId, at } });
    }
    if (state.status === 'absent') return refuse('not-opened');
    if (command.type === 'ExtendPublicMapping') {
      const types = [...new Set(command.types)].filter((type) => !state.extensions.includes(type)).sort();
      return types.length === 0
        ? accept()
        : accept({ type: 'PublicMappingExtended', data: { types, at: command.at } });
    }
    const { after, at, lost } = command;
    if (![after, lost?.position ?? '0'].every(isPosition)) return refuse('not-a-position');
    if (lost !== undefined && state.renewals.some((renewal) => explains(renewal, lost))) return accept();
    return accept({ type: 'HistoryRenewed', data: { epoch: state.epoch + 1, after, at } });
  },

  evolve(state, event) {
    if (event.type === 'InstallationOpened') {
      return { status: 'open', storeId: event.data.storeId, epoch: 1, renewals: [], extensions: [] };
    }
    if (state.status === 'absent') return state;
    if (event.type === 'PublicMappingExtended') {
      return { ...state, extensions: [...state.extensions, ...event.data.types] };
    }
    const { epoch, after } = event.data;
    return { ...state, epoch, renewals: [...state.renewals, { epoch, after }] };
  },
};

const isPosition = (text: string): boolean => /^\d{1,20}$/.test(text);

/** A renewal that came after the reader's epoch and left its event behind. */
const explains = ({ epoch, after }: Renewal, lost: { position: string; epoch?: number }): boolean =>
  epoch > (lost.epoch ?? 0) && BigInt(after) < BigInt(lost.position);

export const installation = { decider: installationDecider, codec: installationCodec };
