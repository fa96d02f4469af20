import { createHmac, randomBytes } from 'node:crypto';
import { KeyErased, WrongMasterKey } from './failures';
import { readText, writeFirst } from './file-shelf';
import { KeyStore } from './key-store';
import { seal, type Sealed, unseal } from './sealed';
import { markKeyName, restoredMark, type Shelf } from './shelf';

/** What stands under a key's name: the key under the master key, and what is bound to it; or that it was erased. */
type Kept = { readonly wrapped: Sealed; readonly marks: readonly string[] } | { readonly erased: true };

/** Each key under a master key that lies elsewhere, in a file. */
export class WrappedKeyStore extends KeyStore {
  private constructor(
    private readonly shelf: Shelf,
    private readonly master: Buffer,
    private readonly markKey: Buffer,
  ) {
    super();
  }

  /**
   * @param masterKeyFile 64 hex digits; made when neither it nor any key is there. Never beside a backup of the keys.
   * @throws WrongMasterKey; KeyStoreUnavailable
   */
  static async open(shelf: Shelf, masterKeyFile: string): Promise<WrappedKeyStore> {
    const hasKeys = (await shelf.read(markKeyName)) !== undefined;
    if (!hasKeys && (await readText(masterKeyFile)) === undefined)
      await writeFirst(masterKeyFile, randomBytes(32).toString('hex'));
    const master = Buffer.from((await readText(masterKeyFile))?.trim() ?? '', 'hex');
    if (master.length !== 32) throw new WrongMasterKey(masterKeyFile, shelf.place);
    if (!hasKeys) await shelf.write(markKeyName, JSON.stringify(wrap(randomBytes(32), markKeyName, master)));
    try {
      const kept = JSON.parse((await shelf.read(markKeyName)) ?? '') as Sealed;
      return new WrappedKeyStore(shelf, master, unwrap(kept, master));
    } catch (error) {
      throw new WrongMasterKey(masterKeyFile, shelf.place, { cause: error });
    }
  }

  async make(kid: string): Promise<Buffer> {
    const name = nameOf(kid);
    if ((await this.keptAt(name)) === undefined) {
      const wrapped = wrap(randomBytes(32), kid, this.master);
      await this.shelf.write(name, JSON.stringify({ wrapped, marks: [] } satisfies Kept));
    }
    const key = await this.find(kid);
    if (key === undefined) throw new KeyErased(kid);
    return key;
  }

  async find(kid: string): Promise<Buffer | undefined> {
    const kept = await this.keptAt(nameOf(kid));
    return kept === undefined || 'erased' in kept ? undefined : unwrap(kept.wrapped, this.master);
  }

  async bind(mark: string, kid: string): Promise<string> {
    // Before the mark itself: erasing a key must find every mark that could lead to it.
    await this.shelf.replace(nameOf(kid), (before) => {
      const kept = keptIn(before);
      if (kept === undefined || 'erased' in kept) throw new KeyErased(kid);
      const marks = kept.marks.includes(mark) ? kept.marks : [...kept.marks, mark];
      return JSON.stringify({ ...kept, marks } satisfies Kept);
    });
    await this.shelf.write(nameOfMark(mark), kid);
    // Erased in between, and the mark written after it was looked for.
    if ((await this.find(kid)) === undefined) {
      await this.unbind(mark, kid);
      throw new KeyErased(kid);
    }
    return (await this.bound(mark)) ?? kid;
  }

  bound(mark: string): Promise<string | undefined> {
    return this.shelf.read(nameOfMark(mark));
  }

  async leadOnly(kid: string, mark: string | undefined): Promise<void> {
    const name = nameOf(kid);
    if ((await this.find(kid)) === undefined) return;
    if (mark !== undefined) await this.bind(mark, kid);
    const kept = await this.keptAt(name);
    const marks = kept === undefined || 'erased' in kept ? [] : kept.marks;
    const gone = marks.filter((each) => each !== mark);
    if (gone.length === 0) return;
    // Before the list of them: erasing a key must find every mark that leads to it.
    for (const each of gone) await this.unbind(each, kid);
    await this.shelf.replace(name, (before = '') => {
      const now = keptIn(before) as Kept;
      if ('erased' in now) return before;
      return JSON.stringify({
        ...now,
        marks: now.marks.filter((each) => !gone.includes(each)),
      } satisfies Kept);
    });
  }

  markOf(text: string): Promise<string> {
    return Promise.resolve(createHmac('sha256', this.markKey).update(text, 'utf8').digest('hex'));
  }

  async erase(kid: string): Promise<void> {
    let marks: readonly string[] = [];
    await this.shelf.replace(nameOf(kid), (before) => {
      const kept = keptIn(before);
      marks = kept === undefined || 'erased' in kept ? [] : kept.marks;
      return JSON.stringify({ erased: true } satisfies Kept);
    });
    for (const mark of marks) await this.unbind(mark, kid);
  }

  private async unbind(mark: string, kid: string): Promise<void> {
    if ((await this.bound(mark)) === kid) await this.shelf.remove(nameOfMark(mark));
  }

  async wasRestored(): Promise<boolean> {
    return (await this.shelf.read(restoredMark)) !== undefined;
  }

  restoredWhole(): Promise<void> {
    return this.shelf.remove(restoredMark);
  }

  private async keptAt(name: string): Promise<Kept | undefined> {
    return keptIn(await this.shelf.read(name));
  }
}

/** So that no folder holds more than some thousands of them. */
const folderOf = (name: string): string => name.slice(0, 3);

function nameOf(kid: string): string {
  if (!/^[0-9a-f-]{36}$/.test(kid)) throw new RangeError(`not the id of a key: ${JSON.stringify(kid)}`);
  return `keys/${folderOf(kid)}/${kid}`;
}

function nameOfMark(mark: string): string {
  if (!/^[0-9a-f]{64}$/.test(mark)) throw new RangeError('not a mark: it has 64 hex digits');
  return `marks/${folderOf(mark)}/${mark}`;
}

const wrap = (key: Buffer, kid: string, master: Buffer): Sealed =>
  seal(key.toString('hex'), { kid, key: master, place: 'key' });

const unwrap = (wrapped: Sealed, master: Buffer): Buffer =>
  Buffer.from(unseal(wrapped, { key: master, place: 'key' }), 'hex');

const keptIn = (text: string | undefined): Kept | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as Kept);
