import { type Circumstances, readTrust } from '@proofs/signatures';
import { type Holder, issue, issueAuthority } from './authority';

/** When what these sign is judged. */
export const checkedAt = '2026-11-22T03:00:00.000Z';

/** Whoever signs and stamps in a spec, all under one root, and what their signatures are judged by. */
export interface Signers {
  readonly root: Holder;
  readonly officer: Holder;
  readonly agency: Holder;
  /** A time-stamping authority. */
  readonly clock: Holder;
  readonly circumstances: Circumstances;
}

export async function signersUnderOneRoot(): Promise<Signers> {
  const root = await issueAuthority({ name: 'CN=Root of the test' });
  const { trust } = readTrust([{ name: 'root', bytes: root.der }]);
  return {
    root,
    officer: await issue({ name: 'CN=x' }, root),
    agency: await issue({ name: 'CN=y' }, root),
    clock: await issue({ name: 'CN=t', purposes: ['1.3.6.1.5.5.7.3.8'] }, root),
    circumstances: { trust, checkedAt, signedAt: checkedAt },
  };
}
