import type { Entry } from 'yauzl';
import { office } from '@domain/codes';
import { archiveLimits } from './archive-limits';
import { type Reason, reason } from './reason';

type Finding = { readonly mediaType: string } | ({ readonly refused: 'executable' } & Reason);

/** Entries that make a zip a program, in lower case: Java and others do not tell the cases apart. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/^meta-inf\/manifest\.mf$/, 'Java'],
  [/^(androidmanifest\.xml|classes\d*\.dex)$/, 'Android'],
  [/^(appxmanifest\.xml|appxbundlemanifest\.xml|appxmetadata\/.*)$/, 'Windows'],
  [/^(payload\/[^/]+\.app\/.*)$/, 'iOS'],
  [/^install\.rdf$/, 'Mozilla'],
  [/^extension\.vsixmanifest$/, 'Visual Studio'],
];

/** Families of files that are packed by the rules of Open Packaging, told by one of their entries. */
const packages: readonly (readonly [RegExp, plain: string, withMacros: string])[] = [
  [/^word\//, office.docx, office.docm],
  [/^xl\/workbook\.bin$/, office.xlsb, office.xlsb],
  [/^xl\//, office.xlsx, office.xlsm],
  [/^ppt\//, office.pptx, office.pptm],
  [/^visio\//, office.vsdx, office.vsdm],
  [/\.fdseq$/i, office.xps, office.xps],
];

/** Types that a file tells of itself in its first entry, which is stored as it is. */
const selfNamed = new RegExp(
  `^(?:application/(?:${[
    'vnd\\.oasis\\.opendocument\\.[a-z-]+',
    'vnd\\.sun\\.xml\\.[a-z.]+',
    'vnd\\.etsi\\.asic-[es]\\+zip',
    'vnd\\.adobe\\.indesign-idml-package',
    'epub\\+zip',
    'x-krita',
  ].join('|')})|image/openraster)$`,
);

const macros = /(?:^|\/)vbaproject\.bin$|^xl\/macrosheets\/./i;
const macrosInTypes = /vnd\.ms-office\.vbaproject|vnd\.ms-excel\.(?:intl)?macrosheet/i;

/** By what entries it has, an office file is told from a plain zip and from the others. */
export class ZipMarks {
  private named: string | undefined;
  private isPackage = false;
  private program: string | undefined;
  private hasMacros = false;
  private readonly found = new Set<RegExp>();

  /** `unpacked` resolves the text of the entry, nothing when it is locked or longer than it is told. */
  async note(
    names: ReadonlySet<string>,
    entry: Pick<Entry, 'relativeOffsetOfLocalHeader' | 'compressionMethod'>,
    unpacked: (bytesMax: number) => Promise<string | undefined>,
  ): Promise<void> {
    for (const name of names) {
      this.program ??= programs.find(([each]) => each.test(name.toLowerCase()))?.[1];
      if (macros.test(name)) this.hasMacros = true;
      for (const [each] of packages) if (each.test(name)) this.found.add(each);
      if (name === '[Content_Types].xml') {
        this.isPackage = true;
        const types = await unpacked(archiveLimits.contentTypesBytesMax);
        if (types === undefined || macrosInTypes.test(types)) this.hasMacros = true;
      }
      const isFirst = entry.relativeOffsetOfLocalHeader === 0 && entry.compressionMethod === 0;
      if (name === 'mimetype' && isFirst) {
        const told = (await unpacked(archiveLimits.typeBytesMax))?.trim().toLowerCase();
        if (told !== undefined && selfNamed.test(told)) this.named = told;
      }
    }
  }

  get finding(): Finding {
    if (this.program !== undefined) {
      return {
        refused: 'executable',
        ...reason(
          `is a program of ${this.program} packed as a zip`,
          `là chương trình ${this.program} đóng gói dạng zip`,
        ),
      };
    }
    const [, plain, withMacros] = packages.find(([each]) => this.isPackage && this.found.has(each)) ?? [];
    if (plain !== undefined && withMacros !== undefined) {
      return { mediaType: this.hasMacros ? withMacros : plain };
    }
    return { mediaType: this.named ?? 'application/zip' };
  }
}
