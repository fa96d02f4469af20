import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { type shared, SupportedMethod, SupportedMethods } from './protocol';

/** The line of EventStoreDB whose protocol this node speaks. */
export const serverVersion = '23.10.0';

/** Only what is implemented: the client takes another path for what is absent. Lower-case as on a real node. */
const supported: readonly (readonly [service: string, method: string, features: readonly string[]])[] = [
  ['event_store.client.server_features.serverfeatures', 'getsupportedmethods', []],
  ['event_store.client.streams.streams', 'append', []],
  ['event_store.client.streams.streams', 'batchappend', ['deadline_duration']],
  ['event_store.client.streams.streams', 'read', ['position', 'events']],
];

export function getSupportedMethods(
  _call: ServerUnaryCall<shared.Empty, SupportedMethods>,
  answer: sendUnaryData<SupportedMethods>,
): void {
  const methods = supported.map(([service, method, features]) =>
    new SupportedMethod()
      .setServiceName(service)
      .setMethodName(method)
      .setFeaturesList([...features]),
  );
  answer(null, new SupportedMethods().setMethodsList(methods).setEventStoreServerVersion(serverVersion));
}
