import { commandsOfSystems } from '@contracts';
import { publicStreamName } from '../public-stream';
import { type AccountClaims, type ServiceExport } from './nats-jwt';
import { accessOf, type Granted } from './system-access';

const unlimited = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, leaf: -1 };
const noJetStream = { mem_storage: 0, disk_storage: 0, streams: 0, consumer: 0 };
const allJetStream = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };

/** Connections of one system at once. */
const connectionsMax = 20;

const service = (name: string, subject: string, more: Partial<ServiceExport> = {}): ServiceExport => ({
  ...{ name, subject, type: 'service', ...more },
});

/** The services: JetStream is theirs, and what systems may ask of it by an import that the operator signs. */
export const servicesClaims = (): AccountClaims => ({
  type: 'account',
  exports: [
    service('pull', `$JS.API.CONSUMER.MSG.NEXT.${publicStreamName}.*`, { response_type: 'Stream' }),
    service('look', `$JS.API.CONSUMER.INFO.${publicStreamName}.*`),
    service('acknowledge', `$JS.ACK.${publicStreamName}.>`),
    service('commands', commandsOfSystems),
  ],
  limits: { ...unlimited, ...allJetStream, conn: -1 },
  // So that whoever speaks there has come through a system's account: the server saw to its subject.
  default_permissions: { pub: { deny: [commandsOfSystems] } },
});

/** Of the servers themselves: only the bus enters it, to tell them of accounts. */
export const serversClaims = (): AccountClaims => ({
  type: 'account',
  limits: { ...unlimited, ...noJetStream, conn: -1 },
});

/** A system as its registration has it now. */
export interface Connected extends Granted {
  /** Public keys that are good no more, with the instant from which. */
  readonly ended: readonly { readonly publicKey: string; readonly since: string }[];
}

const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1_000);

/** @param services public key of the services' account */
export function systemClaims(system: Connected, services: string): AccountClaims {
  const { imports, permissions } = accessOf(system);
  const revocations = system.ended.map(({ publicKey, since }) => [publicKey, secondsOf(since)] as const);
  return {
    type: 'account',
    imports: imports.map(({ subject, local }) => ({
      ...{ name: subject, subject, account: services, type: 'service' },
      ...(local !== undefined && { local_subject: local }),
    })),
    limits: { ...unlimited, ...noJetStream, leaf: 0, exports: 0, conn: connectionsMax },
    default_permissions: permissions,
    ...(revocations.length === 0 ? {} : { revocations: Object.fromEntries(revocations) }),
  };
}

/** Nobody enters it and it reaches nothing. It is kept: a server that was away would bring a deleted one back. */
export const closedClaims = (since: string): AccountClaims => ({
  type: 'account',
  limits: { ...unlimited, ...noJetStream, leaf: 0, exports: 0, imports: 0, conn: 0 },
  revocations: { '*': secondsOf(since) },
});
