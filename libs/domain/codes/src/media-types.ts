/**
 * Which names of media types mean the same bytes. What bytes were found to be is one of: a type that bytes bear a mark
 * of, `text/plain`, `application/xml`, or `application/octet-stream` for what bears no known mark.
 */
export const unmarked = {
  text: 'text/plain',
  xml: 'application/xml',
  other: 'application/octet-stream',
} as const;

const openXml = 'application/vnd.openxmlformats-officedocument.';

/** Types of office files by the names that findings and senders use for them. */
export const office = {
  docx: `${openXml}wordprocessingml.document`,
  docm: 'application/vnd.ms-word.document.macroenabled.12',
  xlsx: `${openXml}spreadsheetml.sheet`,
  xlsm: 'application/vnd.ms-excel.sheet.macroenabled.12',
  xlsb: 'application/vnd.ms-excel.sheet.binary.macroenabled.12',
  pptx: `${openXml}presentationml.presentation`,
  pptm: 'application/vnd.ms-powerpoint.presentation.macroenabled.12',
  vsdx: 'application/vnd.ms-visio.drawing',
  vsdm: 'application/vnd.ms-visio.drawing.macroenabled.12',
  xps: 'application/vnd.ms-xpsdocument',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  vsd: 'application/vnd.visio',
  pub: 'application/vnd.ms-publisher',
  mpp: 'application/vnd.ms-project',
  msg: 'application/vnd.ms-outlook',
  dgn: 'image/vnd.dgn',
  /** A compound file of which nothing more is known. */
  compound: 'application/x-cfb',
} as const;

/** Each name with the older and the makers' own ones that mean it. */
const namesOf: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['application/x-pdf', 'application/acrobat', 'text/pdf'],
  'application/xml': ['text/xml', 'application/edxml'],
  'application/zip': ['application/x-zip-compressed', 'application/x-zip', 'multipart/x-zip'],
  'application/rtf': ['text/rtf', 'application/x-rtf', 'text/richtext'],
  'image/jpeg': ['image/jpg', 'image/pjpeg'],
  'image/png': ['image/x-png', 'image/apng'],
  'image/bmp': ['image/x-ms-bmp', 'image/x-bmp', 'image/x-windows-bmp', 'image/dib'],
  'image/tiff': ['image/tif', 'image/x-tiff', 'image/x-tif'],
  'image/vnd.dwg': [
    'image/x-dwg',
    'application/acad',
    'application/x-acad',
    'application/dwg',
    'drawing/dwg',
  ],
  'audio/mpeg': ['audio/mp3', 'audio/x-mp3', 'audio/x-mpeg', 'audio/mpeg3'],
  'audio/wav': ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
  'video/vnd.avi': ['video/avi', 'video/x-msvideo', 'video/msvideo'],
  'video/matroska': ['video/x-matroska'],
  'text/vcard': ['text/x-vcard'],
  [office.doc]: ['application/x-msword', 'application/word', 'application/vnd.ms-word', 'application/doc'],
  [office.xls]: ['application/x-msexcel', 'application/x-excel', 'application/msexcel', 'application/x-xls'],
  [office.ppt]: ['application/mspowerpoint', 'application/powerpoint', 'application/x-mspowerpoint'],
  [office.vsd]: ['application/x-visio', 'application/visio', 'application/vnd.ms-visio.viewer'],
  [office.pub]: ['application/x-mspublisher', 'application/mspublisher'],
  [office.mpp]: ['application/msproject', 'application/x-msproject', 'application/x-project'],
  [office.msg]: ['application/x-msg', 'application/msoutlook'],
  [office.dgn]: ['image/x-dgn', 'application/dgn', 'application/x-dgn', 'application/microstation'],
  [office.xps]: ['application/oxps'],
  [office.vsdx]: ['application/vnd.ms-visio.drawing.main+xml'],
  [office.compound]: ['application/vnd.ms-office', 'application/x-ole-storage', 'application/cdfv2'],
};

const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries(namesOf).flatMap(([name, others]) => others.map((each) => [each, name] as const)),
);

const inCompoundFiles = ['doc', 'xls', 'ppt', 'vsd', 'pub', 'mpp', 'msg', 'dgn', 'compound'] as const;
const compoundTypes: readonly string[] = inCompoundFiles.map((each) => office[each]);

const wordTemplates = ['application/vnd.ms-word.template.macroenabled.12'];
const sheetTemplates = [
  'application/vnd.ms-excel.template.macroenabled.12',
  'application/vnd.ms-excel.addin.macroenabled.12',
];
const slideTemplates = [
  'application/vnd.ms-powerpoint.template.macroenabled.12',
  'application/vnd.ms-powerpoint.slideshow.macroenabled.12',
  'application/vnd.ms-powerpoint.addin.macroenabled.12',
];
const visioMacros = [
  'application/vnd.ms-visio.drawing.macroenabled.main+xml',
  'application/vnd.ms-visio.template.macroenabled.main+xml',
  'application/vnd.ms-visio.stencil.macroenabled.main+xml',
];
const rawImages = ['x-adobe-dng', 'x-nikon-nef', 'x-canon-cr2', 'x-sony-arw'].map((each) => `image/${each}`);
const fromPrograms = [unmarked.text, unmarked.xml, 'text/calendar'];

/**
 * What bytes may be called besides what they are: what is found, and the names. Macros may be left out of a file whose
 * name allows them, never stand in one whose name does not, but for the old types, whose every file may have some.
 * Programs write tables and reports as text, HTML or RTF under names of office files; browsers on Windows call a file
 * by what opens it there, CSV by Excel's name.
 */
const families: readonly (readonly [found: readonly string[], names: readonly string[]])[] = [
  [compoundTypes, compoundTypes],
  [[office.docx, office.docm, 'application/rtf', ...fromPrograms], [office.doc]],
  [[office.xlsx, office.xlsm, office.xlsb, ...fromPrograms], [office.xls]],
  [[office.pptx, office.pptm], [office.ppt]],
  [[office.vsdx, office.vsdm], [office.vsd]],
  [
    [office.docx, office.docm],
    [office.docm, ...wordTemplates],
  ],
  [[office.docx], [`${openXml}wordprocessingml.template`]],
  [
    [office.xlsx, office.xlsm],
    [office.xlsm, ...sheetTemplates],
  ],
  [[office.xlsx], [`${openXml}spreadsheetml.template`]],
  [
    [office.pptx, office.pptm],
    [office.pptm, ...slideTemplates],
  ],
  [[office.pptx], [`${openXml}presentationml.template`, `${openXml}presentationml.slideshow`]],
  [
    [office.vsdx, office.vsdm],
    [office.vsdm, ...visioMacros],
  ],
  [[office.vsdx], ['stencil', 'template'].map((each) => `application/vnd.ms-visio.${each}.main+xml`)],
  [['application/zip'], ['application/vnd.google-earth.kmz', office.xps, 'application/kmz']],
  [
    ['image/tiff', ...rawImages],
    ['image/tiff', ...rawImages],
  ],
  [['image/apng'], ['image/png']],
  [
    ['application/postscript', 'application/eps'],
    ['application/postscript', 'application/eps'],
  ],
  [
    ['image/heic', 'image/heif'],
    ['image/heic', 'image/heif'],
  ],
  [
    ['audio/mp4', 'audio/x-m4a'],
    ['audio/mp4', 'audio/x-m4a', 'audio/m4a', 'audio/aac'],
  ],
  [
    ['video/mp4', 'video/x-m4v', 'video/quicktime', 'video/3gpp'],
    ['video/mp4', 'video/x-m4v', 'video/quicktime', 'video/3gpp'],
  ],
];

/** A media type as it is compared: without parameters, in lower case. */
export const plainMediaType = (declared: string): string =>
  declared.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * Whether bytes that were found to be `found` may be called `declared`; `application/octet-stream` says nothing of
 * them and is always true. `isMarked` tells of which types bytes bear a mark, so that its absence says something.
 */
export function mayBeCalled(declared: string, found: string, isMarked: (type: string) => boolean): boolean {
  const plain = plainMediaType(declared);
  if (plain === '' || plain === unmarked.other) return true;
  const meant = otherNames.get(plain) ?? plain;
  if (meant === found || plain === found) return true;
  if (families.some(([types, names]) => types.includes(found) && names.includes(meant))) return true;
  if (meant === unmarked.xml || meant.endsWith('+xml')) return found === unmarked.xml;
  const isText = found === unmarked.text || found === unmarked.xml;
  if (meant.startsWith('text/') || meant === 'application/json' || meant.endsWith('+json')) return isText;
  if (meant.endsWith('+zip')) return found === 'application/zip';
  const isOffice = Object.values<string>(office).includes(meant);
  return (isText || found === unmarked.other) && !isMarked(meant) && !(isOffice && meant !== office.dgn);
}
