import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { isLine, type SearchQuery, type SearchRow } from '@contracts';
import { paperKey, register, registerStream } from '@domain/register';
import { answered, paged, ToldRows } from '../../../../test/flows/told-rows';
import { issuedWith } from '../../../../test/flows/whole-exchange';
import { SearchFor, SearchHandler } from './search.query';

const told = new ToldRows();
told.onDatabase({
  marks: theMarks,
  phrases: thePhrases,
  'what is on paper': thePapers,
  dossiers: theDossiers,
  filters: theFilters,
  dates: theDates,
  totals: theTotals,
  pages: thePages,
});

const asked = (page: SearchQuery, agency = 'H99.1') =>
  new SearchHandler(told.reads, told.parties).execute(new SearchFor(agency, page));
const rowsOf = async (page: SearchQuery, agency?: string): Promise<readonly SearchRow[]> => {
  await told.projected();
  return paged<SearchRow>((cursor) => asked({ ...cursor, ...page }, agency));
};
const subjects = async (page: SearchQuery) => (await rowsOf(page)).map(({ subject }) => subject);

function theMarks(): void {
  const exact = 'Dự án đường ven biển';
  const others = ['Đương sự khiếu nại', 'Thanh tra dương lịch'];

  it('that were typed are preferred; without them everything is found, newest first', async () => {
    for (const subject of [exact, ...others]) await told.scribe.issued('H99.1', ['H99.2'], subject);
    const [first, second, third] = [others[1], others[0], exact];
    for (const text of ['duong', 'DUONG']) expect(await subjects({ text })).toEqual([first, second, third]);
    for (const text of ['đường', 'ĐƯỜNG', 'đường'.normalize('NFD'), 'Ðường'])
      expect(await subjects({ text })).toEqual([exact, first, second]);
    expect(await subjects({ text: 'đường', sort: 'newest' })).toEqual([first, second, third]);
    expect(await subjects({ text: 'đường ven' })).toEqual([exact]);
  });

  it('stand where old and new spelling put them', async () => {
    const [oldOne, newOne] = ['Kế hoạch hòa giải', 'Về hoà nhập cộng đồng'];
    for (const subject of [oldOne, newOne, 'Bàn giao hoa màu'])
      await told.scribe.issued('H99.1', ['H99.2'], subject);
    for (const text of ['hoà', 'hòa', 'HOÀ', 'hoà'.normalize('NFD')])
      expect(await subjects({ text })).toEqual([newOne, oldOne, 'Bàn giao hoa màu']);
  });

  it('are found however the text came: composed or not', async () => {
    await told.scribe.issued('H99.1', ['H99.2'], 'Điều động cán bộ');
    for (const form of ['NFC', 'NFD'] as const)
      expect(await subjects({ text: '"Điều động"'.normalize(form) })).toEqual(['Điều động cán bộ']);
  });
}

function thePhrases(): void {
  const [digital, other] = ['Kế hoạch số hóa hồ sơ', 'Về giảm hồ sơ giấy theo Kế hoạch'];

  it('in quotes stand side by side', async () => {
    for (const subject of [digital, other]) await told.scribe.issued('H99.1', ['H99.2'], subject);
    expect(await subjects({ text: 'so hoa' })).toEqual([other, digital]);
    expect(await subjects({ text: 'số hóa' })).toEqual([digital, other]);
    for (const text of ['"số hóa"', '“so hoa”', '«số hoá»', '"SỐ HÓA" kế'])
      expect(await subjects({ text })).toEqual([digital]);
    expect(await subjects({ text: '"hóa số"' })).toEqual([]);
    expect(await subjects({ text: '"số hóa' })).toEqual([digital, other]);
  });

  it('go from no text to another one', async () => {
    await told.scribe.issued('H99.1', ['H99.2'], digital);
    expect(await subjects({ text: '"hồ sơ 1"' })).toEqual([]);
    expect(await subjects({ text: '"1 BC"' })).toEqual([digital]);
  });
}

const year = { agency: 'H99.1', bookYear: 2026, officer: 'vt.01' } as const;
async function leftOnPaper(over: object = {}): Promise<string> {
  const entryId = randomUUID();
  const book = { series: 'outgoing', ...year } as const;
  await told.scribe.write(register, registerStream(book), 'H99.1', {
    ...{
      type: 'RecordOutgoingPaper',
      key: paperKey(entryId),
      abbreviation: 'STP',
      documentType: 'QD',
      ...book,
    },
    ...{ documentDate: '2026-11-20', subject: 'Khen thưởng Zebra', signer: 'Giám đốc' },
    ...{ recipients: ['Công ty A'], filedBy: 'Văn thư', copies: 1, ...over },
  });
  return entryId;
}
async function cameOnPaper(over: object = {}): Promise<string> {
  const entryId = randomUUID();
  const book = { series: 'incoming', ...year } as const;
  await told.scribe.write(register, registerStream(book), 'H99.1', {
    ...{ type: 'RecordIncomingPaper', key: paperKey(entryId), ...book, subject: 'Đề nghị gia hạn' },
    ...{
      arrivedDate: '2026-11-21',
      documentDate: '2020-02-29',
      sender: 'Công ty B',
      symbol: '12/CV-CTB',
      ...over,
    },
  });
  return entryId;
}

function thePapers(): void {
  it('are found by their words, symbols and numbers, as electronic ones are', async () => {
    const left = await leftOnPaper();
    const came = await cameOnPaper();
    for (const page of [
      { text: 'zebra' },
      { symbol: '1/QĐ-STP' },
      { symbol: '01 / qd-stp' },
      { number: 1, direction: 'out' as const },
      { text: 'công ty a' },
      { documentType: 'QD' },
    ])
      expect([page, await rowsOf(page)]).toEqual([
        page,
        [
          expect.objectContaining({
            kind: 'paper',
            paperEntryId: left,
            direction: 'out',
            symbol: '01/QĐ-STP',
          }),
        ],
      ]);
    for (const page of [
      { text: 'gia han' },
      { symbol: '12/cv-ctb' },
      { number: 12 },
      { text: '"công ty B"' },
    ])
      expect([page, await rowsOf(page)]).toEqual([
        page,
        [expect.objectContaining({ paperEntryId: came, direction: 'in', sender: 'Công ty B', number: 1 })],
      ]);
    expect(await rowsOf({ text: 'zebra' }, 'H99.2')).toEqual([]);
  });

  it('that were voided are found by their number, which says so', async () => {
    const left = await leftOnPaper();
    await told.scribe.voided('outgoing', 'H99.1', paperKey(left), 'Ghi nhầm');
    expect(await rowsOf({ symbol: '1/QĐ-STP' })).toMatchObject([{ paperEntryId: left, voided: 'Ghi nhầm' }]);
  });
}

function theDossiers(): void {
  const code = '000.00.15.H99-261122-0007';
  const opened = async (dossierId: string) => {
    await told.scribe.onDossier(dossierId, 'H99.1', {
      ...{ type: 'OpenDossier', dossierId, agency: 'H99.1', officer: 'mc.01', procedure: '2.000635' },
      ...{ channel: 'counter', applicantRef: randomUUID(), startedAt: told.scribe.at },
      ...{ codes: [{ scheme: 'tt01-2018', value: code }], dueAt: '2026-12-01T16:59:59.999Z' },
    });
    return dossierId;
  };

  it('are found by their code, by whoever is their party', async () => {
    const dossierId = await opened(randomUUID());
    const row = { kind: 'dossier', dossierId, symbol: code, agency: 'H99.1', dueDate: '2026-12-01' };
    for (const page of [
      { symbol: code },
      { symbol: code.toLowerCase() },
      { text: code },
      { text: ` ${code} ` },
    ])
      expect([page, await rowsOf(page)]).toEqual([page, [expect.objectContaining(row)]]);
    expect(await rowsOf({ symbol: code }, 'H99.2')).toEqual([]);
    await told.scribe.offer(dossierId, 'H99.1', 'H99.2');
    expect(await rowsOf({ symbol: code }, 'H99.2')).toMatchObject([row]);
    expect(await rowsOf({ text: '261122' })).toEqual([]);
  });
}

function theFilters(): void {
  it('are type, officer and kind, alone or together', async () => {
    const decision = await issuedWith(told.scribe, 'H99.1', ['H99.2'], { documentType: 'QD' });
    const report = await issuedWith(told.scribe, 'H99.1', ['H99.2'], { documentType: 'BC' });
    await told.scribe.accept(report, 'H99.2');
    const assign = { type: 'AssignProcessing', by: 'H99.2', officer: 'ld.02', coordinating: [] } as const;
    await told.scribe.onDelivery(report, 'H99.2', { ...assign, assignee: 'cv.01' });
    const found = async (page: SearchQuery) =>
      (await rowsOf(page, 'H99.2')).map(({ documentId }) => documentId);
    expect(await found({ documentType: 'QD' })).toEqual([decision]);
    expect(await found({ assignee: 'cv.01' })).toEqual([report]);
    expect(await found({ assignee: 'cv.01', documentType: 'QD' })).toEqual([]);
    expect(await found({ agency: 'H99.1', documentType: 'BC', kind: 'document' })).toEqual([report]);
    expect(await found({ agency: 'H99.1', kind: 'paper' })).toEqual([]);
    const again = { ...assign, type: 'ReassignProcessing', reason: 'Nghỉ phép' } as const;
    await told.scribe.onDelivery(report, 'H99.2', { ...again, assignee: 'cv.03' });
    expect(await found({ assignee: 'cv.01' })).toEqual([]);
    expect(await rowsOf({ assignee: 'cv.03' }, 'H99.2')).toMatchObject([{ assignee: 'cv.03' }]);
    expect(await rowsOf({ assignee: 'vt.01', documentType: 'QD' })).toMatchObject([{ assignee: 'vt.01' }]);
  });
}

function theDates(): void {
  it('are those a clerk means: of arrival, borne, due', async () => {
    const came = await cameOnPaper();
    const left = await leftOnPaper();
    const due = await issuedWith(told.scribe, 'H99.1', ['H99.2'], { dueDate: '2026-12-05' });
    const later = await issuedWith(told.scribe, 'H99.1', ['H99.2'], { dueDate: '2026-12-31' });
    const ids = async (page: SearchQuery) =>
      (await rowsOf(page)).map(({ documentId, paperEntryId }) => documentId ?? paperEntryId);
    expect(await ids({ fromDate: '2026-11-21', toDate: '2026-11-21' })).toEqual([came]);
    expect(await ids({ documentFromDate: '2020-02-29', documentToDate: '2020-02-29' })).toEqual([came]);
    expect(await ids({ documentToDate: '2026-11-20' })).toEqual([came, left]);
    expect(await ids({ documentFromDate: '2026-11-22' })).toEqual([later, due]);
    expect(await ids({ dueFromDate: '2026-12-05', dueToDate: '2026-12-30' })).toEqual([due]);
    expect(await ids({ dueFromDate: '2026-12-01' })).toEqual([later, due]);
    expect(await ids({ dueFromDate: '2026-12-01', sort: 'due' })).toEqual([due, later]);
    const all = await ids({ fromDate: '2026-01-01', sort: 'due' });
    expect([all.slice(0, 2), new Set(all).size]).toEqual([[due, later], 4]);
  });

  it('of an own document is that of its number, however long ago it was drafted', async () => {
    const documentId = randomUUID();
    const draft = { documentType: 'BC', subject: 'Chậm', urgency: 'normal', contents: [] } as const;
    await told.scribe.onDocument(documentId, {
      type: 'DraftDocument',
      documentId,
      agency: 'H99.1',
      ...draft,
    });
    expect(await rowsOf({ text: 'cham', toDate: '2026-11-22' })).toMatchObject([{ documentId }]);
    for (let minutes = 0; minutes < 24; minutes++) await told.scribe.issued('H99.3', ['H99.4'], 'Khác');
    const signature = { type: 'SignDocument', agency: 'H99.1', authority: 'head', position: 'GĐ' } as const;
    await told.scribe.onDocument(documentId, signature, 'ld.01');
    const number = await told.scribe.number('outgoing', 'H99.1', documentId);
    const printed = { bookYear: 2026, series: 'outgoing', symbol: `${number}/BC` };
    const numberedAt = told.scribe.at;
    await told.scribe.onDocument(documentId, { type: 'NumberDocument', agency: 'H99.1', number, ...printed });
    expect(await rowsOf({ symbol: '1/bc' })).toMatchObject([{ documentId, at: numberedAt }]);
  });
}

function theTotals(): void {
  const total = async (page: SearchQuery, agency = 'H99.1') => {
    await told.projected();
    return answered(await asked({ limit: 1, withTotal: true, ...page }, agency)).total;
  };

  it('are told when they are asked for, whatever page', async () => {
    for (const subject of ['Đường bộ', 'Dương lịch', 'Khác'])
      await told.scribe.issued('H99.1', ['H99.2'], subject);
    expect(await total({ text: 'đường' })).toEqual({ count: 2, isAtLeast: false });
    expect(await total({ agency: 'H99.2' })).toEqual({ count: 3, isAtLeast: false });
    expect(await total({ agency: 'H99.2', text: 'duong' })).toEqual({ count: 2, isAtLeast: false });
    const none = { count: 0, isAtLeast: false };
    expect(await total({ agency: 'H99.2', direction: 'in' })).toEqual(none);
    expect(await total({ agency: 'H99.2', toDate: '2026-01-01' })).toEqual(none);
    expect(await total({ agency: 'H99.2', state: 'Draft' })).toEqual(none);
    expect(await total({ documentType: 'BC', state: 'Issued' })).toEqual({ count: 3, isAtLeast: false });
    expect(await total({ text: 'nichts' })).toEqual({ count: 0, isAtLeast: false });
    expect(await total({ text: 'duong' }, 'H99.2')).toEqual({ count: 0, isAtLeast: false });
    expect(answered(await asked({ text: 'duong' }))).not.toHaveProperty('total');
  });

  it('end with a thousand', async () => {
    await told.scribe.issued('H99.1', ['H99.2'], 'Rất nhiều');
    await told.projected();
    await told.reads.query({
      text: `insert into search_entry (agency, direction, found_id, kind, at, document_date, due, words)
        select agency, direction, found_id || n, kind, at, document_date, due, words
        from search_entry, generate_series(1, 1000) as n`,
      values: [],
    });
    expect(await total({ text: 'nhieu' })).toEqual({ count: 1_000, isAtLeast: true });
  });
}

function thePages(): void {
  it('are asked for with any text whatever', async () => {
    await told.projected();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), async (text) => {
        if (!isLine(text)) return;
        const { ok, ...reply } = await asked({ text, symbol: text });
        expect(ok || (reply as { refused: string }).refused === 'malformed').toBe(true);
      }),
    );
  });

  it('hold everything once while more comes in', async () => {
    const subject = 'Đường sắt';
    for (let each = 0; each < 5; each++) await told.scribe.issued('H99.1', ['H99.2'], `${subject} ${each}`);
    await told.scribe.issued('H99.1', ['H99.2'], 'Duong lich');
    await told.projected();
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = { text: 'đường', limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const { rows, next } = answered(await asked(page));
      seen.push(...rows.map((row) => row.subject));
      cursor = next;
      await told.scribe.issued('H99.1', ['H99.2'], `${subject} mới`);
      await told.projected();
    } while (cursor !== undefined);
    expect(seen).toEqual([4, 3, 2, 1, 0].map((each) => `${subject} ${each}`).concat('Duong lich'));
  });

  it('are of this list only', async () => {
    const cursor = Buffer.from('["2026",1]').toString('base64url');
    expect(await asked({ text: 'a', cursor })).toMatchObject({ refused: 'malformed' });
  });
}
