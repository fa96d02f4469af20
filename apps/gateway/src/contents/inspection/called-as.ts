import { unmarked } from '@domain/codes';
import { foundTypeOf } from './media-type.policy';

/** The first bytes of a file, by which it is told what it is. */
export const sampleBytes = 4_100;

export interface Called {
  readonly name: string;
  readonly mediaType: string;
}

const endings: Readonly<Record<string, string>> = {
  [unmarked.text]: 'txt',
  [unmarked.xml]: 'xml',
  [unmarked.other]: 'bin',
};

/** What bytes without a name of their own are called, and their type, by the first of them. */
export async function calledAs(name: string, sample: Buffer): Promise<Called> {
  // An ES module, which CommonJS of Node 20 reaches only so.
  const { fileTypeFromBuffer } = await import('file-type');
  const marked = await fileTypeFromBuffer(sample);
  const mediaType = foundTypeOf({ mediaType: marked?.mime.toLowerCase(), sample });
  const ending = endings[mediaType] ?? marked?.ext ?? 'bin';
  return { name: `${name}.${ending}`, mediaType };
}
