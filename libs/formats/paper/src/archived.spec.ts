import { readFileSync } from 'node:fs';
import { bytesOf, footOf, paperOf, rootOf, Table, tagged } from '.';

const typeface = {
  regular: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')),
  bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf')),
};
const printedAt = '2026-11-22T18:30:00.000Z';
const said = { layout: 'landscape', title: 'Sổ <đi> & đến', author: 'A & B \u0001', printedAt } as const;

async function printed(rows: number, keepsPages: boolean): Promise<string> {
  const paper = paperOf({ ...said, ...(keepsPages ? { keepsPages } : {}) }, typeface);
  const parts: Buffer[] = [];
  const print = () => {
    const root = rootOf(paper);
    let page = 0;
    const turn = () => {
      paper.addPage();
      footOf(paper, printedAt, (page += 1));
    };
    turn();
    tagged(paper, root, 'H1', () => paper.text('Sổ'));
    const table = new Table(paper, root, { widths: [100, 100], headings: ['Số', 'Trích yếu'], turn });
    table.begin();
    for (let row = 0; row < rows; row += 1) table.row([String(row), 'Về việc '.repeat(20)]);
    table.end();
    return Promise.resolve();
  };
  for await (const part of bytesOf(paper, print)) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

/** Every object by its number, and every reference in it. */
const objectsOf = (pdf: string) =>
  new Map(
    [...pdf.matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', text = '']) => [id, text]),
  );
const refsIn = (text: string) => [...text.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => id);

describe.each([false, true])('a paper that keeps its pages: %s', (keepsPages) => {
  it('says that it is PDF/A-2b, in Vietnamese, under its title, in well-formed metadata', async () => {
    const pdf = await printed(1, keepsPages);
    expect(pdf).toMatch(/^%PDF-1\.7\n%[\x80-\xff]{4}/);
    expect(pdf).toContain('/Lang (vi-VN)');
    expect(pdf).toContain('/DisplayDocTitle true');
    expect(pdf).toContain('/Marked true');
    expect(pdf).toContain('/S /GTS_PDFA1');
    expect(pdf).toMatch(/\/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]/);
    expect(pdf).not.toContain('/Encrypt');
    const xmp = Buffer.from(
      /<\?xpacket begin[\s\S]*<\?xpacket end="w"\?>/.exec(pdf)?.[0] ?? '',
      'latin1',
    ).toString();
    expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(xmp).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(xmp).toContain('<rdf:li xml:lang="x-default">Sổ &lt;đi&gt; &amp; đến</rdf:li>');
    expect(xmp).toContain('<rdf:li>A &amp; B \uFFFD</rdf:li>');
    expect(xmp).toContain('<xmp:CreateDate>2026-11-22T18:30:00Z</xmp:CreateDate>');
  });

  it('has its typefaces within, and what maps them to Unicode', async () => {
    const fonts = [...objectsOf(await printed(1, keepsPages)).values()].filter((text) =>
      text.includes('/Type /Font\n'),
    );
    const composite = fonts.filter((text) => text.includes('/Subtype /Type0'));
    expect(composite.length).toBeGreaterThan(0);
    for (const font of composite) expect(font).toMatch(/\/ToUnicode \d+ 0 R/);
    const descendants = fonts.filter((text) => text.includes('/Subtype /CIDFontType2'));
    expect(descendants).toHaveLength(composite.length);
    for (const font of descendants) expect(font).toContain('/CIDToGIDMap /Identity');
    expect(fonts.join()).not.toMatch(/\/Subtype \/(Type1|TrueType)\b/);
  });

  it('leads from every mark on every page to its element, and from every element up to the root', async () => {
    const pdf = await printed(120, keepsPages);
    const objects = objectsOf(pdf);
    for (const text of objects.values())
      for (const id of refsIn(text.replace(/stream\n[\s\S]*/, ''))) expect(objects.has(id)).toBe(true);
    const elements = [...objects].filter(([, text]) =>
      /^<<\n\/S \/(Document|H1|Table|TR|TH|TD)\n/.test(text),
    );
    const parents = new Map(elements.map(([id, text]) => [id, /\/P (\d+) 0 R/.exec(text)?.[1] ?? '']));
    const root = [...objects].find(([, text]) => text.includes('/Type /StructTreeRoot'));
    for (const [id] of elements) {
      let above = id;
      for (let step = 0; above !== root?.[0] && step < 6; step += 1) above = parents.get(above) ?? '';
      expect(above).toBe(root?.[0]);
    }
    const pages = [...objects.values()].filter((text) => text.includes('/Type /Page\n'));
    expect(pages.length).toBeGreaterThan(3);
    const cells = elements.filter(([, text]) => text.startsWith('<<\n/S /TD'));
    expect(cells).toHaveLength(240);
    // What the tree of parents names is every element that has marks of its own.
    const tree = /\/Nums \[([\s\S]*)\/ParentTreeNextKey/.exec(root?.[1] ?? '')?.[1] ?? '';
    const named = refsIn(tree).flatMap((id) => (parents.has(id) ? [id] : refsIn(objects.get(id) ?? '')));
    const marked = elements.filter(([, text]) => /\/S \/(H1|TH|TD)\n/.test(text)).map(([id]) => id);
    expect(new Set(named)).toEqual(new Set(marked));
  });
});
