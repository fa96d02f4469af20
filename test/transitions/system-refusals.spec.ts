import { connectedSystemOperations } from '@contracts';
import { type SystemCommand, systemDecider } from '@domain/system';
import { everyRefusal } from './every-refusal';
import {
  keyIssue,
  keyRevocation,
  keyRotation,
  publicKeys,
  systemApproval,
  systemCommands,
  systemRegistration,
  systemRejection,
  systemSentBy,
} from './system-examples';

const registrant = { agency: systemRegistration.owner, officer: systemRegistration.officer };
const commands: readonly SystemCommand[] = [
  ...systemCommands.map(([, command]) => command),
  { ...systemRegistration, readsFor: [], sendsFor: [], operations: [] },
  { ...systemRegistration, sendsFor: [] },
  { ...systemRegistration, outside: ['H26.2'] },
  { ...systemRegistration, notOffered: ['registerAgency'] },
  { ...systemApproval, decidedBy: registrant },
  { ...systemRejection, decidedBy: registrant },
  { ...keyIssue, publicKey: 'U1' },
  { ...keyRotation, publicKey: 'U1' },
  { ...keyIssue, keyId: 'key-4', publicKey: publicKeys[0] },
  { ...keyRotation, publicKey: publicKeys[0] },
  { ...keyRotation, keyId: 'key-5', publicKey: publicKeys[2], replacedKeyId: 'key-9' },
  { ...keyRotation, keyId: 'key-6', publicKey: publicKeys[2] },
  { ...keyRotation, replacedUntil: '2027-12-10T01:00:00.000Z' },
  { ...keyRevocation, keyId: 'key-9' },
];

const asking = {
  context: 'system',
  operations: connectedSystemOperations,
  decider: systemDecider,
  sentBy: systemSentBy,
};

it.each(everyRefusal({ ...asking, plays: [commands], begins: ['registerSystem'] }))(
  '%s is refused with all that its row says and with nothing else',
  (_, found, declared) => expect(found).toEqual(declared),
);
