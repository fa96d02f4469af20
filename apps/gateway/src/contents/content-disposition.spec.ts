import { contentDisposition } from './content-disposition';

const utf8NameIn = (header: string): string =>
  decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(header)?.[1] ?? '');
const asciiNameIn = (header: string): string => /filename="([^"]*)"/.exec(header)?.[1] ?? '';

describe('the name of a download', () => {
  it('is told twice: in ASCII and, truly, in UTF-8', () => {
    expect(contentDisposition('Quyết định 15/QĐ.pdf')).toBe(
      `attachment; filename="Quyet dinh 15_QD.pdf"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%2015_Q%C4%90.pdf`,
    );
  });

  it.each([
    ['a way up', '../../etc/passwd', '_.._etc_passwd'],
    ['a way up on Windows', '..\\..\\boot.ini', '_.._boot.ini'],
    ['an absolute path', '/etc/passwd', '_etc_passwd'],
    ['a drive', 'C:\\a.pdf', 'C__a.pdf'],
    ['NUL', 'a\u0000.pdf', 'a_.pdf'],
    ['a header of its own', 'a\r\nset-cookie: x.pdf', 'a__set-cookie_ x.pdf'],
    ['the end of its quotes', 'a"; filename="b.exe', 'a_; filename=_b.exe_'],
    ['letters that turn the direction', 'a\u202efdp.exe', 'a_fdp.exe_'],
    ['a program', 'hoa-don.pdf.exe', 'hoa-don.pdf.exe_'],
    ['a hidden file', '.bashrc', 'bashrc'],
    ['only dots', '..', '_'],
    ['a device', 'CON', '_CON'],
    ['a device with an ending', 'lpt1.pdf', '_lpt1.pdf'],
    ['letters in two parts', 'Quye\u0302\u0301t.pdf', 'Quyết.pdf'],
    ['percent signs', '100%.pdf', '100%.pdf'],
    ['stars and quotes', "a'b(c)!.pdf", "a'b(c)!.pdf"],
  ])('is no %s', (_case, name, told) => expect(utf8NameIn(contentDisposition(name))).toBe(told));

  it('fits every file system and keeps its ending', () => {
    const told = utf8NameIn(contentDisposition(`${'ệ'.repeat(255)}.pdf`));
    expect(Buffer.byteLength(told)).toBeLessThanOrEqual(200);
    expect(told).toMatch(/^ệ+\.pdf$/);
  });

  it('is printable ASCII as a whole, whatever it was', () => {
    for (let code = 0; code < 0x2100; code++) {
      const header = contentDisposition(`a${String.fromCodePoint(code)}b`);
      expect(header).toMatch(/^[\x20-\x7e]+$/);
      expect(header.match(/"/g)).toHaveLength(2);
      expect(asciiNameIn(header)).not.toMatch(/[/\\:%]/);
    }
  });
});
