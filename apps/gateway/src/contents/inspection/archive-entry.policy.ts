import { endingOfProgram } from '@contracts';
import { archiveLimits } from './archive-limits';
import { quoted, type Reason, reason } from './reason';

/** One entry of an archive as its directory promises it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly unixMode: number;
}

export interface EntryRefusal extends Reason {
  readonly refused: 'unsafe' | 'nested' | 'executable';
}

const [fileTypeBits, symbolicLink, regular, folder] = [0o170000, 0o120000, 0o100000, 0o040000];
const archives = new RegExp(
  `\\.(?:${[
    'zip|zipx|7z|rar|gz|tgz|bz2|tbz2?|xz|txz|zst|tzst|lz|lz4|lzma|z|tar|cab|arj|ace|lzh|lha|cpio|alz|egg|wim|swm|esd',
    'iso|img|ima|udf|vhd|vhdx|vmdk|vdi|qcow2?|dmg|nrg|mdf|cdi|ccd|cue|toast',
  ].join('|')})$`,
  'i',
);
/** UTR 36, 3.1: what shows a name in another order than it stands, so that its ending is not seen. */
const turning = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** What an entry may not be: a way out of the folder it is unpacked into, a further archive, a program. */
export function entryRefusal({ name, unixMode }: ArchiveEntry): EntryRefusal | undefined {
  const told = (refused: EntryRefusal['refused'], [detail, detailVi]: Words): EntryRefusal => ({
    refused,
    ...reason(`its entry ${quoted(name)} ${detail}`, `mục ${quoted(name)} trong tệp nén ${detailVi}`),
  });
  const ending = programEnding(name);
  if (ending !== undefined) {
    return told('executable', [
      `has the ending ".${ending}", by which Windows runs a file as a program, whatever is in it: give it another name`,
      `có đuôi ".${ending}" mà Windows coi là chương trình và sẽ chạy khi mở, bất kể nội dung; hãy đổi tên tệp`,
    ]);
  }
  const unsafe = unsafeName.find(([isSo]) => isSo(name))?.[1] ?? unsafeKind(unixMode);
  if (unsafe !== undefined) return told('unsafe', unsafe);
  return archives.test(withoutDropped(name))
    ? told('nested', ['is a further archive or a disk image', 'là tệp nén hoặc ảnh đĩa nằm trong tệp nén'])
    : undefined;
}

type Words = readonly [detail: string, detailVi: string];

/** Windows drops dots and spaces at the end of a name; what nobody sees there is dropped by eyes. */
const withoutDropped = (name: string): string => name.replace(/[. \p{Cf}]+$/u, '');

/** By the last part of its path, as it stands and as it stands without what nobody sees. */
function programEnding(name: string): string | undefined {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return endingOfProgram(last) ?? endingOfProgram(last.replace(/[\p{Cf}\p{Cc}]/gu, ''));
}

const partsOf = (name: string): string[] => name.split(/[\\/]/);
const { nameBytesMax, nameDepthMax } = archiveLimits;

/** Windows takes `\` for `/`, `C:` for a drive, and drops dots and spaces at the end of a name. */
const unsafeName: readonly (readonly [(name: string) => boolean, Words])[] = [
  [(name) => name === '', ['has no name', 'không có tên']],
  [
    (name) => Buffer.byteLength(name) > nameBytesMax,
    [`has a name of more than ${nameBytesMax} bytes`, `có tên dài hơn ${nameBytesMax} byte`],
  ],
  [
    (name) => /[\p{Cc}\p{Cs}\uFFFD]/u.test(name),
    ['has a name with control or broken characters', 'có tên chứa ký tự điều khiển hoặc ký tự hỏng'],
  ],
  [
    (name) => turning.test(name),
    [
      'has a name with characters that show it in another order than it stands',
      'có tên chứa ký tự đảo chiều hiển thị, che phần cuối của tên',
    ],
  ],
  [
    (name) => partsOf(name).some((part) => /^\.\.[. ]*$/.test(part)),
    ['leads out of its folder', 'có đường dẫn ra ngoài thư mục giải nén'],
  ],
  [(name) => /^[\\/]/.test(name), ['has a path from the root of a disk', 'có đường dẫn tính từ gốc ổ đĩa']],
  [
    (name) => /^[A-Za-z]:/.test(name),
    [
      'begins with a letter and a colon, which Windows takes for a drive: leave the colon out',
      'bắt đầu bằng một chữ cái và dấu hai chấm, Windows hiểu là tên ổ đĩa; hãy bỏ dấu hai chấm trong tên',
    ],
  ],
  [
    (name) => partsOf(name).length > nameDepthMax,
    [`lies more than ${nameDepthMax} folders deep`, `nằm sâu hơn ${nameDepthMax} cấp thư mục`],
  ],
];

function unsafeKind(unixMode: number): Words | undefined {
  const kind = unixMode & fileTypeBits;
  if (kind === symbolicLink) return ['is a link', 'là liên kết'];
  if (kind === 0 || kind === regular || kind === folder) return undefined;
  return ['is neither a file nor a folder', 'không phải tệp cũng không phải thư mục'];
}
