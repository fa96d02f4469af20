import type { OpenBytes } from './open-bytes';

/** Where a disk image bears its mark; offsets below 0 are from the end. */
interface DiskMark {
  readonly what: string;
  readonly at: number;
  readonly bytes: Buffer;
}

const mark = (what: string, at: number, text: string): DiskMark => ({
  what,
  at,
  bytes: Buffer.from(text, 'latin1'),
});

const sectorBytes = 2_048;
/** ECMA 119 and 167: the first descriptors stand behind 32 KiB that are free for anything, a PDF for instance. */
const [volumesAt, volumes] = [16 * sectorBytes, 32];

/**
 * A file may begin with anything and still be an image: what stands at these places makes it one. Those with a mark at
 * the very beginning are none of any other type.
 */
const marks: readonly DiskMark[] = [
  ...Array.from({ length: volumes }, (_, n) => volumesAt + n * sectorBytes + 1).flatMap((at) => [
    mark('ISO 9660', at, 'CD001\u0001'),
    mark('UDF', at, 'NSR02\u0001'),
    mark('UDF', at, 'NSR03\u0001'),
  ]),
  // Sectors of 2,352 bytes, as .bin and .mdf have them: 16 bytes before the data of the first form, 24 of the second.
  ...[16, 24].map((head) => mark('ISO 9660', 16 * 2_352 + head + 1, 'CD001\u0001')),
  ...[-512, -511].map((at) => mark('VHD', at, 'conectix')),
  mark('VHD', 0, 'conectix'),
  mark('VHDX', 0, 'vhdxfile'),
  mark('VMDK', 0, 'KDMV\u0001\u0000'),
  mark('VMDK', 0, 'KDMV\u0003\u0000'),
  mark('VMDK', 0, '# Disk DescriptorFile'),
  mark('QCOW', 0, 'QFI\u00fb\u0000'),
  mark('VDI', 64, '\u007f\u0010\u00da\u00be'),
  mark('DMG', -512, 'koly\u0000\u0000\u0000\u0004'),
  mark('WIM', 0, 'MSWIM\u0000\u0000\u0000'),
  mark('SquashFS', 0, 'hsqs'),
  mark('GPT', 512, 'EFI PART'),
  mark('NTFS', 3, 'NTFS    '),
  mark('exFAT', 3, 'EXFAT   '),
  mark('FAT', 54, 'FAT12   '),
  mark('FAT', 54, 'FAT16   '),
  mark('FAT', 82, 'FAT32   '),
];

/** Which kind of disk image a file is, or nothing. `isUnknown`: it bears no other mark and is no text. */
export async function diskImageIn(bytes: OpenBytes, isUnknown: boolean): Promise<string | undefined> {
  const [head, tail] = [
    await bytes.read(0, volumesAt + volumes * sectorBytes),
    await bytes.read(Math.max(0, bytes.size - 512), 512),
  ];
  const found = marks.find(({ at, bytes: wanted }) => {
    const part = at < 0 ? tail.subarray(Math.max(0, tail.length + at)) : head.subarray(at);
    return part.length >= wanted.length && part.subarray(0, wanted.length).equals(wanted);
  });
  return found?.what ?? (isUnknown && isPartitioned(head) ? 'MBR' : undefined);
}

/** A boot sector of x86 with a table of partitions in which something stands and nothing is impossible. */
function isPartitioned(head: Buffer): boolean {
  if (head.length < 1_024 || head.readUInt16BE(510) !== 0x55aa) return false;
  const partitions = [446, 462, 478, 494].map((at) => head.subarray(at, at + 16));
  const isPossible = partitions.every((each) => (each.readUInt8(0) & 0x7f) === 0);
  return isPossible && partitions.some((each) => each.readUInt8(4) !== 0 && each.readUInt32LE(12) > 0);
}
