import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileName, type ProblemName } from '@contracts';
import { declaredByName } from './declared-by-name';
import { judgeFile } from './inspect-content';
import { type Reason, reason } from './reason';

/** One file, or a folder that cannot be read, as an upload would be answered. */
export interface InspectedFile {
  /** Path below the folder that was asked for, with `/`. */
  readonly file: string;
  readonly verdict: 'taken' | 'refused' | 'unreadable';
  /** Media type that its bytes were found to be of; absent where they could not be read. */
  readonly found?: string;
  /** Media type that its name declares, as browsers on Windows do; absent where they declare none. */
  readonly declared?: string;
  /** Why it is not taken, in both languages. */
  readonly problem?: ProblemName;
  readonly reason?: string;
  readonly reasonVi?: string;
}

/** The look that uploads get, over every file of a folder and those below it, by name. It never throws. */
export async function* inspectFolder(folder: string, below = ''): AsyncGenerator<InspectedFile> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(folder, below), { withFileTypes: true });
  } catch (error) {
    yield { file: below === '' ? '.' : below, ...unreadable(error) };
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* inspectFolder(folder, file);
    else yield { file, ...(entry.isFile() ? await inspectFile(folder, file) : noFile) };
  }
}

type Said = Omit<InspectedFile, 'file'>;

const told = ({ detail, detailVi }: Reason): Pick<Said, 'reason' | 'reasonVi'> => ({
  reason: detail,
  reasonVi: detailVi,
});

/** Opening a pipe waits for whoever writes to it; a link may lead round in a circle. */
const noFile: Said = {
  verdict: 'unreadable',
  ...told(reason('is neither a file nor a folder', 'không phải tệp cũng không phải thư mục')),
};

function unreadable(error: unknown): Said {
  const why = error instanceof Error ? error.message : String(error);
  return { verdict: 'unreadable', ...told(reason(`cannot be read: ${why}`, `không đọc được: ${why}`)) };
}

const badName = reason(
  'has a name that hides something or ends as programs do',
  'có tên chứa ký tự ẩn hoặc có đuôi của chương trình',
);

async function inspectFile(folder: string, file: string): Promise<Said> {
  const name = file.slice(file.lastIndexOf('/') + 1).normalize('NFC');
  const byName = declaredByName(name);
  const declared = byName === undefined ? {} : { declared: byName };
  try {
    const { mediaType: found, refusal } = await judgeFile(join(folder, file), byName);
    if (refusal !== undefined) {
      return { verdict: 'refused', found, ...declared, problem: refusal.problem, ...told(refusal) };
    }
    if (isFileName(name)) return { verdict: 'taken', found, ...declared };
    return { verdict: 'refused', found, ...declared, problem: 'request:malformed', ...told(badName) };
  } catch (error) {
    return { ...declared, ...unreadable(error) };
  }
}
