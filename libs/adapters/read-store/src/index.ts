export { canonicalDump } from './canonical-dump';
export { sql, type SqlStatement } from './sql';
export { MigrationChanged, ReadStoreUnavailable, TablesAhead } from './failures';
export { ReadStore, type ReadTransaction, type TablesStand, type Turn } from './read-store';
export { PostgresReadStore } from './postgres-read-store';
