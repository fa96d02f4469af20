import type { connectedSystemOperations } from '@contracts';
import { type Acts, type CommandsOf, doing } from '@runtime';
import { GiveKey } from './give-key.command-handler';
import { DirectSystem } from './system.command-handler';
import type { AtSystem } from './system-desk';

/** What each operation on a connected system comes to. */
export const systemActs: Acts<CommandsOf<typeof connectedSystemOperations>, AtSystem> = {
  registerSystem: ({ meta, at, actor: { agency: owner, officer }, newId, body }) => {
    const systemId = newId('system');
    const asked = { type: 'RegisterSystem', systemId, owner, officer, ...body, at } as const;
    return doing(new DirectSystem(asked, meta), () => ({ systemId }));
  },
  approveSystem: ({ meta, at, actor: { agency, officer }, target: { systemId } }) => {
    const decidedBy = { agency, officer };
    return doing(new DirectSystem({ type: 'ApproveSystem', systemId, decidedBy, at }, meta));
  },
  rejectSystem: ({ meta, at, actor: { agency, officer }, target: { systemId }, body }) => {
    const decidedBy = { agency, officer };
    return doing(new DirectSystem({ type: 'RejectSystem', systemId, ...body, decidedBy, at }, meta));
  },
  revokeSystem: ({ meta, at, target: { systemId }, body }) =>
    doing(new DirectSystem({ type: 'RevokeSystem', systemId, ...body, at }, meta)),
  issueSystemKey: ({ meta, at, actor: { agency: by }, newId, target: { systemId }, body }) => {
    const asked = { type: 'IssueKey', systemId, by, keyId: newId('system-key'), at } as const;
    return doing(new GiveKey(asked, body.publicKey, meta), ({ given }) => given);
  },
  rotateSystemKey: ({ meta, at, actor: { agency: by }, newId, target, body }) => {
    const { systemId, keyId: replacedKeyId } = target;
    const { publicKey, replacedUntil = at } = body;
    const keyId = newId('system-key');
    const asked = { type: 'RotateKey', systemId, by, keyId, replacedKeyId, replacedUntil, at } as const;
    return doing(new GiveKey(asked, publicKey, meta), ({ given }) => given);
  },
  revokeSystemKey: ({ meta, at, actor: { agency: by }, target: { systemId, keyId }, body }) =>
    doing(new DirectSystem({ type: 'RevokeKey', systemId, keyId, by, ...body, at }, meta)),
};
