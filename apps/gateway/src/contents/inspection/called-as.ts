import { unmarked } from '@domain/codes';
import { markIn } from './mark';
import { foundTypeOf } from './media-type.policy';

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
  const mark = await markIn(sample);
  const mediaType = foundTypeOf({ mediaType: mark?.mediaType, sample });
  const ending = endings[mediaType] ?? mark?.ending ?? 'bin';
  return { name: `${name}.${ending}`, mediaType };
}
