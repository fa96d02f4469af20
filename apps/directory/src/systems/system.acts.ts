import type { connectedSystemOperations } from '@contracts';
import { type Acts, type AtOwnDesk, type CommandsOf, doing } from '@runtime';
import { GiveKey } from './give-key.command-handler';
import { DirectSystem } from './system.command-handler';

/** What each operation on a connected system comes to. */
export const systemActs: Acts<CommandsOf<typeof connectedSystemOperations>, AtOwnDesk> = {
  registerSystem: ({ meta, act: { agency: owner, officer, at }, newId, body }) => {
    const systemId = newId('system');
    const asked = { type: 'RegisterSystem', systemId, owner, officer, ...body, at } as const;
    return doing(new DirectSystem(asked, meta), () => ({ systemId }));
  },
  approveSystem: ({ meta, act: { agency, officer, at }, target: { systemId } }) => {
    const decidedBy = { agency, officer };
    return doing(new DirectSystem({ type: 'ApproveSystem', systemId, decidedBy, at }, meta));
  },
  rejectSystem: ({ meta, act: { agency, officer, at }, target: { systemId }, body }) => {
    const decidedBy = { agency, officer };
    return doing(new DirectSystem({ type: 'RejectSystem', systemId, ...body, decidedBy, at }, meta));
  },
  revokeSystem: ({ meta, act: { at }, target: { systemId }, body }) =>
    doing(new DirectSystem({ type: 'RevokeSystem', systemId, ...body, at }, meta)),
  issueSystemKey: ({ meta, act: { agency: by, at }, newId, target: { systemId }, body }) => {
    const asked = { type: 'IssueKey', systemId, by, keyId: newId('system-key'), at } as const;
    return doing(new GiveKey(asked, body.publicKey, meta), ({ given }) => given);
  },
  rotateSystemKey: ({ meta, act: { agency: by, at }, newId, target, body }) => {
    const { systemId, keyId: replacedKeyId } = target;
    const { publicKey, replacedUntil = at } = body;
    const keyId = newId('system-key');
    const asked = { type: 'RotateKey', systemId, by, keyId, replacedKeyId, replacedUntil, at } as const;
    return doing(new GiveKey(asked, publicKey, meta), ({ given }) => given);
  },
  revokeSystemKey: ({ meta, act: { agency: by, at }, target: { systemId, keyId }, body }) =>
    doing(new DirectSystem({ type: 'RevokeKey', systemId, keyId, by, ...body, at }, meta)),
};
