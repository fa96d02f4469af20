import { isCompound, lookIntoCompound } from './compound-file';
import { diskImageIn } from './disk-images';
import { archiveBehind } from './hidden-archives';
import { markIn, sampleBytes } from './mark';
import { type OpenBytes, withBytes } from './open-bytes';
import { type Reason, reason } from './reason';
import { looksLikeText, textOf } from './sample-text';
import { scriptIn, type ScriptKind } from './script-marks';
import { lookIntoZipAt, type ZipFinding } from './zip-directory';
import { zipIn, type ZipPlace } from './zip-end';

/** Why a file is not taken whatever it is called. */
export type LookRefusal = {
  readonly refused:
    Extract<ZipFinding, { refused: unknown }>['refused'] | 'empty' | 'password-protected' | 'type-not-taken';
} & Reason;

/** What a file was found to be by itself. */
export interface Looked {
  /** Absent when it bears no known mark. */
  readonly mediaType: string | undefined;
  /** Its first bytes. */
  readonly sample: Buffer;
  readonly refusal: LookRefusal | undefined;
}

type Found = { readonly mediaType: string | undefined } | { readonly refusal: LookRefusal };

/**
 * Looks at a file, at its beginning, its end and where disk images have their marks: in the same time and memory
 * however large it is, but for the directory of a zip. @throws what the file system says.
 */
export const lookAtFile = (path: string): Promise<Looked> =>
  withBytes(path, async (bytes) => {
    const sample = await bytes.read(0, sampleBytes);
    const found = await lookAt(bytes, sample);
    return { mediaType: undefined, refusal: undefined, ...found, sample };
  });

async function lookAt(bytes: OpenBytes, sample: Buffer): Promise<Found> {
  if (bytes.size === 0) return refusal('empty', reason('has 0 bytes', 'có 0 byte'));
  const mark = isZip(sample) ? undefined : await markIn(sample);
  const isText = looksLikeText(sample);
  if (await isWindowsProgram(bytes, sample)) {
    return refusal('executable', reason('is a program of Windows', 'là chương trình Windows'));
  }
  const script = isText || mark === undefined ? scriptIn(textOf(sample)) : undefined;
  if (script !== undefined) return refusal('executable', scripts[script]);
  const image = await diskImageIn(bytes, mark === undefined && !isText && !isZip(sample));
  if (image !== undefined) {
    return refusal('type-not-taken', reason(`is a disk image (${image})`, `là ảnh đĩa (${image})`));
  }
  const alone: Found = isCompound(sample) ? await ofCompound(bytes) : { mediaType: mark?.mediaType };
  if ('refusal' in alone) return alone;
  // A document may have archives as attachments; in a picture or a text they are hidden.
  const closed = isAttachable(alone.mediaType) || isZip(sample) ? undefined : await archiveBehind(bytes);
  if (closed !== undefined) {
    return refusal('type-not-taken', reason(`has ${closed} in it`, `có chứa ${closed} bên trong`));
  }
  const place = await zipIn(bytes);
  return place !== undefined || isZip(sample) ? ofZip(bytes, place, alone.mediaType) : alone;
}

const isAttachable = (mediaType: string | undefined): boolean =>
  mediaType?.startsWith('application/') ?? false;

const refusal = (refused: LookRefusal['refused'], why: Reason): Found => ({ refusal: { refused, ...why } });

const isZip = (sample: Buffer): boolean =>
  ['PK\x03\x04', 'PK\x05\x06'].includes(sample.subarray(0, 4).toString('latin1'));

const [newHeaderAt, dosHeaderBytes] = [0x3c, 0x40];

/** A program whose first header is of printable letters is one still: the second header says so. */
async function isWindowsProgram(bytes: OpenBytes, sample: Buffer): Promise<boolean> {
  if (!/^(?:MZ|ZM)/.test(sample.toString('latin1', 0, 2)) || sample.length < dosHeaderBytes) return false;
  const header = await bytes.read(sample.readUInt32LE(newHeaderAt), 4);
  return /^(?:PE\0\0|NE|LE|LX)/.test(header.toString('latin1'));
}

/** What a program puts before a zip, or a zip behind another file, hides it from nobody who unpacks it. */
async function ofZip(
  bytes: OpenBytes,
  place: ZipPlace | undefined,
  before: string | undefined,
): Promise<Found> {
  const finding = await lookIntoZipAt(bytes, place);
  if (!('refused' in finding)) return { mediaType: before ?? finding.mediaType };
  // Whatever archives are attached to a document, programs are none of them.
  if (isAttachable(before) && finding.refused !== 'executable') return { mediaType: before };
  return { refusal: finding };
}

async function ofCompound(bytes: OpenBytes): Promise<Found> {
  const finding = await lookIntoCompound(bytes);
  if ('mediaType' in finding) return finding;
  if (finding.is === 'installer') {
    return refusal('executable', reason('is an installer of Windows', 'là bộ cài đặt của Windows'));
  }
  return refusal(
    'password-protected',
    reason('is an office file protected by a password', 'là tệp văn phòng được bảo vệ bằng mật khẩu'),
  );
}

const scripts: Readonly<Record<ScriptKind, Reason>> = {
  script: reason('is a script', 'là tập lệnh'),
  batch: reason('is a batch file of Windows', 'là tập lệnh batch của Windows'),
  PowerShell: reason('is a script of PowerShell', 'là tập lệnh PowerShell'),
  VBScript: reason('is a script of VBScript', 'là tập lệnh VBScript'),
  JScript: reason('is a script of JScript or JavaScript', 'là tập lệnh JScript hoặc JavaScript'),
  HTA: reason('is an HTML application, which runs as a program', 'là ứng dụng HTML, chạy như chương trình'),
  WSF: reason('is a script of Windows Script Host', 'là tập lệnh của Windows Script Host'),
  shortcut: reason('is a shortcut that opens something else', 'là lối tắt mở nội dung khác'),
  settings: reason('changes settings of the system when opened', 'thay đổi thiết lập hệ thống khi mở'),
  installer: reason('is an installer that fetches a program', 'là bộ cài đặt tải chương trình về'),
};
