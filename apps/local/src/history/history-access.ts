import { randomUUID } from 'node:crypto';
import { EventStoreDbStore, knownHistory, renewHistory } from '@adapters/event-store';
import { connectNats, Requester } from '@adapters/messaging';
import {
  type HistoryKnown,
  type HistoryRenewedNow,
  type Refused,
  type RenewHistoryBody,
  subjects,
} from '@contracts';
import { houseCaller } from '@runtime';
import type { RunFile } from '../run-file';
import { ToolRefused } from '../tool';
import { toolsSigner } from '../tools-signer';

/** How the tool reaches who records the history of a store. */
export interface HistoryAccess {
  known(): Promise<HistoryKnown>;
  renew(body: Required<Pick<RenewHistoryBody, 'after' | 'reason'>>): Promise<HistoryRenewedNow>;
  close(): Promise<void>;
}

/** Straight to a store, while its services run or not: `esdb://…` with its credentials. */
export function historyInStore(url: string): HistoryAccess {
  const store = EventStoreDbStore.connect(url);
  return {
    async known() {
      const { history } = await knownHistory(store);
      return { ...history, head: String(await store.headPosition()) };
    },
    // The store holds no reasons: whoever asks tells it.
    renew: ({ after }) => renewHistory(store, { after, at: new Date().toISOString() }, randomUUID()),
    close: () => store.close(),
  };
}

/** Through the directory of a running house. */
export async function historyOfHouse(
  house: Pick<RunFile, 'natsUrl' | 'natsUser' | 'natsPassword' | 'natsCreds' | 'busKeysFile'>,
): Promise<HistoryAccess> {
  const { natsUrl: url, natsUser: user, natsPassword: password, natsCreds: creds, busKeysFile } = house;
  const signer = await toolsSigner(busKeysFile);
  const connection = await connectNats({ url, user, password, creds, name: 'history' });
  const requester = new Requester(connection, signer);
  return {
    async known() {
      const message = { target: {}, body: {} };
      const reply = await requester.query<HistoryKnown>(
        subjects.history,
        message,
        houseCaller('http', randomUUID()),
      );
      return reply.ok ? reply.answer : refuse(reply);
    },
    async renew(body) {
      const message = { target: {}, body };
      const reply = await requester.command<HistoryRenewedNow>(
        subjects.renewHistory,
        message,
        houseCaller('http', randomUUID()),
      );
      return reply.ok ? reply.answer : refuse(reply);
    },
    close: () => connection.close(),
  };
}

function refuse({ context, refused }: Refused): never {
  throw new ToolRefused(`The directory refused: ${context}:${refused}`);
}
