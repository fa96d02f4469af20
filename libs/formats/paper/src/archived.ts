/** Of a document of pdfkit, what its metadata and its structure are made of. */
export interface Archived {
  readonly page: { readonly structParentTreeKey: number } | null;
  readonly info: Record<string, unknown>;
  /** Each with every word that it ever laid out. */
  readonly _fontFamilies: Readonly<Record<string, { layoutCache: object }>>;
  _addInfo(): void;
  on(event: 'pageAdded', heard: () => void): unknown;
  ref(data: readonly unknown[]): { data: readonly unknown[]; end(): void };
  getStructParentTree(): {
    get(key: number): readonly unknown[] | undefined;
    add(key: number, value: unknown): void;
  };
}

/** What pdfkit leaves to be done for a document that is tagged, kept for good, and longer than memory. */
export function archived(paper: Archived, keepsPages: boolean): void {
  sayInXml(paper);
  if (!keepsPages) letPagesGo(paper);
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const xmlOf = (text: string): string =>
  text

    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, '\uFFFD')
    .replace(/[&<>]/g, (sign) => signs[sign] ?? sign);

/** The metadata are XML into which pdfkit writes title and author as they are; the dictionary stands already then. */
function sayInXml(paper: Archived): void {
  const addInfo = paper._addInfo.bind(paper);
  paper._addInfo = () => {
    for (const key of ['Title', 'Author']) paper.info[key] = xmlOf(String(paper.info[key]));
    addInfo();
  };
}

/**
 * The tree that leads from marks on a page to their elements holds every element to the end. What belongs to a page
 * that is done is written out, and the tree keeps its reference; so no element may go on from one page to the next.
 * Words that were laid out are forgotten with their page, too.
 */
function letPagesGo(paper: Archived): void {
  let last: number | undefined;
  paper.on('pageAdded', () => {
    const tree = paper.getStructParentTree();
    const marks = last === undefined ? undefined : tree.get(last);
    if (last !== undefined && marks !== undefined) {
      const kept = paper.ref(marks);
      kept.end();
      kept.data = [];
      tree.add(last, kept);
    }
    last = paper.page?.structParentTreeKey;
    for (const font of Object.values(paper._fontFamilies)) font.layoutCache = Object.create(null) as object;
  });
}
