/** A rule a node must honour. `source` names where it is public; [S] is the server's source, [C] the client's. */
export interface Rule {
  readonly number: string;
  readonly title: string;
  readonly source: string;
  /** Why no test of this folder proves it. */
  readonly outOfScope?: string;
  /** The spec and the title of the tests that prove it, where they have names of their own. */
  readonly provedBy?: readonly [spec: string, title: string];
}

const persistent = { outOfScope: 'The product uses no persistent subscriptions: they answer UNIMPLEMENTED.' };

const row = (number: string, title: string, source: string, more: Partial<Rule> = {}): Rule => ({
  number,
  title,
  source,
  ...more,
});

/**
 * What a node must honour so that the official client cannot tell it from a single real one: 1.x is what goes over
 * the wire, 5.2.x what it means. Paths are under `src/EventStore.Core` [S] and `packages/db-client/src` [C].
 */
export const contract: readonly Rule[] = [
  row('1.2a', 'every method of the protocol works or is UNIMPLEMENTED', 'C generated/*_grpc_pb', {
    provedBy: ['connection.spec.ts', '1.2 every method of every service of the protocol'],
  }),
  row('1.2b', 'every other method is UNIMPLEMENTED', 'C Client/ServerFeatures.ts'),
  row('1.3a', 'versions and methods are told in lower case', 'S Services/Transport/Grpc/ServerFeatures.cs'),
  row('1.3b', 'gossip names one leader, so that discovery finds it', 'C Client/discovery.ts'),
  row('1.3c', 'credentials travel over TLS', 'C Client/index.ts', {
    provedBy: ['security.spec.ts', '6.2 TLS'],
  }),
  row('1.3d', 'a stopping node ends calls with a reason to reconnect', 'C Client/index.ts'),
  row('1.4', 'headers and deadlines of the client are honoured', 'C streams/appendToStream/append.ts'),
  row('1.5a', 'BatchAppend and Append answer alike', 'C streams/appendToStream/index.ts'),
  row('1.5b', 'every append of a batch call is answered', 'C streams/appendToStream/batchAppend.ts'),
  row('1.5c', 'an error in a batch names its stream', 'C streams/appendToStream/unpackError.ts'),
  row('1.5d', 'JSON and bytes come back as they were given', 'C events/jsonEvent.ts'),
  row('1.5e', 'an append over the limit is refused', 'S Services/Transport/Grpc/Streams.Append.cs'),
  row('1.6a', 'reads begin and end where they were told', 'S Services/Transport/Grpc/Streams.Read.cs'),
  row('1.6b', 'a filter applies to names or types', 'S Services/Storage/ReaderIndex/EventFilter.cs'),
  row('1.6c', 'a missing stream is a message, no status', 'S Services/Transport/Grpc/Streams.Read.cs'),
  row('1.6d', 'ids travel as text or as two numbers', 'S Services/Transport/Grpc/Streams.Read.cs'),
  row('1.6e', 'stream metadata is the last event of its metastream', 'C streams/getStreamMetadata.ts'),
  row('1.7', 'persistent subscriptions', 'S Services/Transport/Grpc/PersistentSubscriptions.cs', persistent),
  row('1.8a', 'a wrong expected revision carries both', 'S Services/Transport/Grpc/RpcExceptions.cs'),
  row('1.8b', 'a deleted stream is named', 'S Services/Transport/Grpc/RpcExceptions.cs'),
  row('1.8c', 'an access denied is told', 'S Services/Transport/Grpc/RpcExceptions.cs', {
    provedBy: ['security.spec.ts', '1.8 a node with a user'],
  }),
  row('1.8d', 'properties an event lacks are named', 'S Services/Transport/Grpc/RpcExceptions.cs'),
  row('1.8e', 'a call that makes no sense says what is wrong', 'C utils/CommandError.ts'),
  row('5.2.1', 'acknowledged is on disk', 'S Services/Storage/StorageWriterService.cs'),
  row('5.2.2', 'an append is atomic and keeps its order', 'S Services/Storage/StorageWriterService.cs'),
  row('5.2.3', 'positions increase in commit order', 'S PrepareFlags.IsCommitted'),
  row('5.2.4', 'bounds of reads and subscriptions', 'S Services/Transport/Enumerators'),
  row('5.2.5', 'an answer names its last event', 'S Services/Transport/Grpc/Streams.Append.cs'),
  row('5.2.6', 'expected revisions', 'S ReaderIndex/IndexWriter.cs CheckCommit'),
  row('5.2.7', 'a repetition behind the head', 'S ReaderIndex/IndexWriter.cs CheckCommit'),
  row('5.2.8', 'a repetition without a revision', 'S ReaderIndex/IndexWriter.cs CheckCommit'),
  row('5.2.9', 'a repetition at the head', 'S ReaderIndex/IndexWriter.cs CheckCommit'),
  row('5.2.10', 'soft delete', 'S Services/Storage/StorageWriterService.cs'),
  row('5.2.11', 'tombstone', 'S Services/Storage/StorageWriterService.cs'),
  row('5.2.12', 'truncation by metadata', 'S ReaderIndex/IndexReader.cs'),
  row('5.2.13', '$all shows what streams hide', 'S ReaderIndex/AllReader.cs'),
  row('5.2.14', 'links', 'S Services/Storage/StorageReaderWorker.cs'),
  row('5.2.15', 'the life of a subscription', 'S Services/Transport/Enumerators'),
  row('5.2.16', 'missing streams and checkpoints', 'S Enumerators/Enumerator.AllSubscriptionFiltered.cs'),
  row('5.2.17', 'streams of persistent subscriptions', 'S Services/PersistentSubscription', persistent),
  row('5.2.18', 'retry and park', 'S Services/PersistentSubscription', persistent),
  row('5.2.19', 'replay', 'S Services/PersistentSubscription', persistent),
  row('5.2.20', 'consumer strategies', 'S Services/PersistentSubscription', persistent),
  row('5.2.21', '$all hides the streams of the server itself', 'S ReaderIndex/EventFilter.cs'),
  row('5.2.22', 'streams of the system projections', 'docs/server/features/projections/system.md'),
  row('5.2.23', 'a place of $all at which no event begins', 'S ReaderIndex/AllReader.cs'),
  row('5.2.24', 'a half-closed batch call ends with the next answer', 'S Grpc/Streams.BatchAppend.cs'),
];

/** The name of a test: its rule, what it shows of the rule, and where the rule stands. */
export function rule(number: string, shows: string): string {
  const found = contract.find((one) => one.number === number);
  if (found === undefined || found.outOfScope !== undefined) {
    throw new Error(`Rule ${number} is not in the scope of the contract: see contract.ts.`);
  }
  return `${number} ${shows} [${found.source}]`;
}
