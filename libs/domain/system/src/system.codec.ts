import { feedParts, idOfStream, streamNameOf } from '@domain/codes';
import { codecOf, listOf, oneOf, shape, text } from '@domain/decider';
import type { SystemEvent } from './system.events';

const ended = shape({ systemId: text, reason: text, at: text });

/** These names are the stored format: versions are added, never changed. */
export const systemCodec = codecOf<SystemEvent>({
  SystemRegistered: {
    name: 'SystemRegistered.v1',
    schema: shape({
      systemId: text,
      owner: text,
      name: text,
      contact: text,
      officer: text,
      readsFor: listOf(text),
      reads: oneOf(...feedParts),
      sendsFor: listOf(text),
      operations: listOf(text),
      at: text,
    }),
  },
  SystemApproved: { name: 'SystemApproved.v1', schema: shape({ systemId: text, at: text }) },
  SystemRejected: { name: 'SystemRejected.v1', schema: ended },
  SystemRevoked: { name: 'SystemRevoked.v1', schema: ended },
  SystemKeyIssued: {
    name: 'SystemKeyIssued.v1',
    schema: shape({ systemId: text, keyId: text, publicKey: text, at: text }),
  },
  SystemKeyRotated: {
    name: 'SystemKeyRotated.v1',
    schema: shape({
      systemId: text,
      keyId: text,
      publicKey: text,
      replacedKeyId: text,
      replacedUntil: text,
      at: text,
    }),
  },
  SystemKeyRevoked: {
    name: 'SystemKeyRevoked.v1',
    schema: shape({ systemId: text, keyId: text, reason: text, at: text }),
  },
});

/** One system that connects with keys of its own. */
export const systemStream = (systemId: string): string => streamNameOf('system', systemId);
export const systemOfStream = (stream: string): string | undefined => idOfStream('system', stream);
