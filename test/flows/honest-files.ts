import * as made from './made-files';
import { compoundOf, officeTypes, packageOf, withMacros, wordFile } from './made-files';
import { zipOf } from './zip-bytes';

const { docx, docm, dotx, dotm, xlsx, xlsm, xlsb, xltm, pptx, pptm, potm, ppsx, odt } = officeTypes;
const [doc, xls, ppt] = ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'];

/** A file and what it is declared as, each time; nothing when nothing is said. */
export type FileRow = readonly [what: string, bytes: Buffer | string, ...declared: (string | undefined)[]];

const rtf = '{\\rtf1\\ansi Kính gửi}';
const html = '<html><body><table><tr><td>Số</td></tr></table></body></html>';
const csv = 'Số,Ngày\r\n1,2026-11-22\r\n';
const pdf = '%PDF-1.7\n%âãÏÓ\n1 0 obj\n';

/** What departments send, and call by these names. */
export const honest: readonly FileRow[] = [
  ['a TIFF with its directory behind the pixels', made.tiffOf(4_192), 'image/tiff', 'image/tif', undefined],
  ['a TIFF of many megabytes', made.tiffOf(5_000_000), 'image/tiff'],
  ['a TIFF with its directory in front', made.tiffOf(0), 'image/tiff'],
  [
    'a TIFF of the other order',
    Buffer.concat([Buffer.from('MM\0*\0\0\x20\0', 'latin1'), Buffer.alloc(9_000)]),
    'image/tiff',
  ],
  [
    'a BigTIFF',
    Buffer.concat([Buffer.from('49492b00080000000010000000000000', 'hex'), Buffer.alloc(99)]),
    'image/tiff',
  ],
  ['a PNG with a long profile', made.pngOf(90_000), 'image/png', 'IMAGE/PNG', 'image/x-png'],
  [
    'an MP3 with a picture',
    Buffer.concat([Buffer.from('49443304000000060000', 'hex'), Buffer.alloc(90_000)]),
    'audio/mpeg',
    'audio/mp3',
  ],
  ...[
    'BM.01-QT.05 Biểu mẫu\n',
    'BM,MZ\n1,2\n',
    'MZ01,Mã vùng\n',
    'FWS,1\n',
    'CWS: ghi chú',
    'BZh là gì\n',
    'ID3 và ID4\n',
    'GIF89a là định dạng\n',
    'MZ',
    'BM',
  ].flatMap((text): FileRow[] => [
    [`a text that begins ${JSON.stringify(text.slice(0, 6))}`, text, 'text/plain', 'text/csv', undefined],
  ]),
  [
    'a text in an old code that begins so',
    Buffer.concat([Buffer.from('BM '), Buffer.from('d2e9ea6df1', 'hex')]),
    'text/plain',
  ],
  ['a PDF behind empty lines', `\r\n\r\n${pdf}`, 'application/pdf'],
  [
    'a PDF behind other bytes',
    Buffer.concat([Buffer.from([1, 2, 3, 0]), Buffer.from(pdf)]),
    'application/pdf',
  ],
  [
    'Word',
    wordFile(),
    docx,
    dotx,
    docm,
    dotm,
    doc,
    docx.toUpperCase(),
    'Application/VND.openxmlformats-officedocument.wordprocessingml.DOCUMENT; x=1',
  ],
  ['Word with macros', wordFile(withMacros('word')), docm, dotm, doc],
  ['Excel', packageOf(['xl/workbook.xml']), xlsx, xlsm, xltm, xls],
  ['Excel with macros', packageOf(['xl/workbook.xml'], withMacros('xl')), xlsm, xltm, xls],
  [
    'Excel in binary',
    packageOf(['xl/workbook.bin', 'xl/worksheets/sheet1.bin']),
    xlsb,
    xlsb.toLowerCase(),
    xls,
  ],
  ['PowerPoint', packageOf(['ppt/presentation.xml']), pptx, pptm, potm, ppsx, ppt],
  ['PowerPoint with macros', packageOf(['ppt/presentation.xml'], withMacros('ppt')), pptm, potm, ppt],
  [
    'Visio of today',
    packageOf(['visio/document.xml']),
    'application/vnd.ms-visio.drawing.main+xml',
    'application/vnd.visio',
    'application/vnd.ms-visio.drawing',
  ],
  ['XPS', packageOf(['FixedDocSeq.fdseq']), 'application/vnd.ms-xpsdocument', 'application/oxps'],
  [
    'KMZ',
    zipOf([{ name: 'doc.kml', bytes: '<kml/>' }]),
    'application/vnd.google-earth.kmz',
    'application/zip',
  ],
  ['OpenDocument', made.openDocument, odt, undefined],
  [
    'old Word',
    compoundOf([{ name: 'WordDocument', head: made.wordHead(false) }]),
    doc,
    'application/x-msword',
  ],
  ['old Excel', compoundOf(['Workbook']), xls, 'application/x-msexcel'],
  ['older Excel', compoundOf(['Book']), xls],
  ['a protected structure', compoundOf([{ name: 'Workbook', head: made.workbookHead(false) }]), xls],
  ['old PowerPoint', compoundOf(['PowerPoint Document']), ppt],
  ['old Visio', compoundOf(['VisioDocument']), 'application/vnd.visio', 'application/x-visio'],
  [
    'Publisher',
    compoundOf(['Contents', 'Quill']),
    'application/x-mspublisher',
    'application/vnd.ms-publisher',
  ],
  ['Project', compoundOf(['Props14', '   114']), 'application/vnd.ms-project', 'application/msproject'],
  ['DGN V8', compoundOf(['Dgn~H', 'Dgn~S']), 'image/vnd.dgn', 'application/x-dgn'],
  ['DGN V7', Buffer.concat([Buffer.from('0809fe020000', 'hex'), Buffer.alloc(60)]), 'image/vnd.dgn'],
  ['a message', compoundOf(['__properties_version1.0']), 'application/vnd.ms-outlook'],
  ['a compound file of another program', compoundOf(['Khác']), doc, xls, undefined],
  [
    'a compound file without a directory',
    Buffer.concat([compoundOf([]).subarray(0, 8), Buffer.alloc(504)]),
    doc,
  ],
  ['RTF saved as Word', rtf, doc, 'application/rtf', 'text/rtf'],
  ['HTML saved as office files', html, doc, xls, 'text/html'],
  ['XML saved as Excel', '<?xml version="1.0"?><Workbook/>', xls, 'text/xml'],
  ['CSV as browsers on Windows call it', csv, xls, 'text/csv', 'TEXT/CSV'],
  ['CSV in UTF-16', Buffer.from(`\uFEFF${csv}`, 'utf16le'), xls, 'text/csv'],
  [
    'a picture by an old name',
    Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]),
    'image/bmp',
    'image/x-ms-bmp',
  ],
  [
    'a zip behind other bytes',
    Buffer.concat([Buffer.from([0, 1, 2]), zipOf([{ name: 'a.pdf', bytes: 'x' }])]),
    'application/zip',
  ],
  [
    'a zip with bytes behind it',
    Buffer.concat([zipOf([{ name: 'a.pdf', bytes: 'x' }]), Buffer.alloc(512)]),
    'application/zip',
  ],
  [
    'a folder that is called like a domain',
    zipOf([{ name: 'vnpt.com/' }, { name: 'vnpt.com/a.pdf' }]),
    'application/zip',
  ],
  [
    'names with what others break on',
    zipOf([{ name: 'Phụ lục 1: biểu mẫu.docx' }, { name: 'v1.2. /a.pdf' }]),
    'application/zip',
  ],
  ['a text about commands', 'Hướng dẫn dùng PowerShell\nGet-Process\ncmd /c dir\n', 'text/plain'],
  ['a text with a title', 'PowerShell - hướng dẫn sử dụng', 'text/plain'],
  ['a text with an address', '[1] https://chinhphu.vn\n@nguyen: đã xem\n', 'text/plain'],
  ['JSON', '{"script":"x"}', 'application/json'],
  ['a page with a script', '<html><script>var a = 1</script></html>', 'text/html'],
];
