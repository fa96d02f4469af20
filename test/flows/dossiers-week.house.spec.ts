import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type {
  ControlSlip,
  DocumentView,
  DossierAccepted,
  DossierProgress,
  DossierView,
  LegRow,
  Page,
} from '@contracts';
import { readPdf } from '../printed/read-pdf';
import { answerIn, blocksIn, pauseInWalk, typed, Walk, walkOf } from './walked-page';

const page = 'apps/dossiers/docs/a-dossiers-week.md';
const limitMs = 240_000;
const [opinion, permit, oneStop] = ['H00.04', 'H00.03', 'H00.07'] as const;

/** The clock of the house and of what is typed beside it. */
const clockAhead = (ms: number) => ({
  NODE_OPTIONS: `--require ${join(__dirname, 'clock-ahead.cjs')}`,
  CLOCK_AHEAD_MS: String(ms),
});

describe('the week of a dossier, typed into a shell beside npm start', () => {
  let walk: Walk;
  let before: string[];
  let after: string[];
  let ahead: NodeJS.ProcessEnv;
  let first: string[];
  let later: string[];

  /** The opinion is due: the same folder again, past that, when the house has found out itself. */
  async function pastTheHour(printed: string): Promise<string> {
    const { route, dossierId } = answerIn<DossierView>(blocksIn(printed).at(-2));
    const dueAt = Date.parse(route?.legs[0]?.dueAt ?? '');
    const env = clockAhead(dueAt + 60_000 - Date.now());
    await walk.restart({ env });
    const token = (await typed('npm run -s token -- cv.snnmt', { port: walk.port, env })).trim();
    const headers = { authorization: `Bearer ${token}` };
    const isLate = async () => {
      const { rows } = (await (
        await fetch(`http://127.0.0.1:${walk.port}/legs`, { headers })
      ).json()) as Page<LegRow>;
      return rows.some((row) => row.dossierId === dossierId && row.late);
    };
    while (!(await isLate())) await pause(100);
    ahead = env;
    return Object.entries(env)
      .map(([name, value]) => `export ${name}='${value}'`)
      .join('; ');
  }

  beforeAll(async () => {
    walk = await Walk.begin();
    const [shorthands = ''] = await walkOf('README.md');
    before = [shorthands, ...(await walkOf(page))];
    after = await walkOf(page, 'walk, when the hour has passed');
    const outputs = await walk.type([...before, pauseInWalk, ...after], { meanwhile: pastTheHour });
    first = outputs.slice(1, before.length);
    later = outputs.slice(before.length);
  }, limitMs);

  afterAll(() => walk?.end());

  const printedForm = async (name: string) => readPdf(await readFile(`/tmp/${name}.pdf`));
  const problems = (printed: string | undefined) => (printed ?? '').match(/urn:lienthong:problem:\S+/g);
  const problem = (name: string) => [`urn:lienthong:problem:${name}`];

  it('is guided once at intake, and accepted with a code and a receipt that leads to the look-up', async () => {
    expect(problems(first[2])).toEqual(problem('dossier:original-missing'));
    expect(problems(first[3])).toEqual(problem('dossier:already-guided'));
    const { code, dueAt, legalDueAt } = answerIn<DossierAccepted>(first[3]);
    expect(code).toMatch(/^H00\.07-\d{6}-\d{4}$/);
    expect(dueAt < legalDueAt).toBe(true);
    expect((await printedForm('phieu-bo-sung')).text).toContain('Thiếu một bản chính');
    const { text, qr } = await printedForm('giay-tiep-nhan');
    expect(text).toContain('GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ');
    expect(text).toContain('Trần Văn Mẫu');
    expect(qr).toMatch(new RegExp(`/public/dossiers/${code}$`));
  });

  it('is with two departments at once, its papers with one of them', () => {
    const { stage, holder, route } = answerIn<DossierView>(first[4]);
    expect({ stage, holder }).toEqual({ stage: 'Routed', holder: permit });
    expect(route?.mode).toBe('parallel');
    expect(route?.legs.map(({ agency, state, late }) => [agency, state, late])).toEqual([
      [opinion, 'Active', false],
      [permit, 'Active', false],
    ]);
  });

  it('is late with one of them alone; the appointment moves once, with an apology', async () => {
    const { rows } = answerIn<Page<LegRow>>(later[0]);
    expect(rows).toMatchObject([{ agency: opinion, late: true, lateAgencies: [opinion] }]);
    expect(problems(later[1])).toEqual(problem('dossier:appointment-already-moved'));
    const { text } = await printedForm('phieu-xin-loi');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Sở Nông nghiệp và Môi trường chưa cho ý kiến trong thời hạn',
    );
  });

  it('has results that are signed, numbered and sealed, and goes back by post', () => {
    const document = answerIn<DocumentView>(later[2]);
    expect(document).toMatchObject({ state: 'Sealed' });
    expect(document.symbol).toMatch(/^\d+\/QĐ-SXD$/);
    expect(problems(later[3])).toEqual(problem('dossier:not-at-the-one-stop'));
    const dossier = answerIn<DossierView>(later[3]);
    expect(dossier).toMatchObject({ stage: 'Returned', outcome: 'granted', holder: oneStop });
    expect(dossier.movedFrom).toBe(answerIn<DossierAccepted>(first[3]).dueAt);
    expect(dossier.route?.legs).toMatchObject([
      { agency: opinion, state: 'Done', late: true, lateAgencies: [opinion] },
      { agency: permit, state: 'Done', late: false, lateAgencies: [], resultSymbol: document.symbol },
    ]);
    expect(dossier.route?.legs.map(({ resultDocument }) => resultDocument)).toEqual([
      ...[expect.any(String), document.documentId],
    ]);
  });

  it('is looked up by its code without a token, and its control slip says who gave and took', async () => {
    const { code } = answerIn<DossierAccepted>(first[3]);
    const progress = answerIn<DossierProgress>(later[4]);
    expect(progress).toEqual({ code, degree: 'returned', degreeVi: expect.any(String) as string });
    const { rows, legs } = answerIn<ControlSlip>(later[5]);
    expect(legs?.map(({ agency, officer, timeliness }) => [agency, officer, timeliness])).toEqual([
      [opinion, 'cv.snnmt', 'late'],
      [permit, 'cv.sxd', 'early'],
    ]);
    expect(rows).toMatchObject([
      { from: oneStop, to: permit, giver: 'mc.ttpvhcc', taker: 'cv.sxd', outcome: 'accepted' },
      { from: permit, to: oneStop, giver: 'cv.sxd', taker: 'mc.ttpvhcc', outcome: 'accepted' },
    ]);
    const text = (await printedForm('phieu-kiem-soat')).text.replace(/\s+/g, ' ');
    expect(text).toContain('PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ');
    expect(text).toMatch(/Sở Nông nghiệp và Môi trường cv\.snnmt Cho ý kiến về môi trường [^Đ]*Quá hạn/);
    expect(text).toMatch(/Sở Xây dựng \S+ Thẩm định, cấp giấy phép .*Trước hạn \d+\/QĐ-SXD/);
  });

  it(
    'goes the same way for whoever types on at once, and nobody is late then',
    async () => {
      const outputs = await walk.type([...before, ...after], { env: ahead });
      const again = outputs.slice(before.length);
      expect(answerIn<Page<LegRow>>(again[0]).rows).toMatchObject([{ late: false }]);
      const { stage, route } = answerIn<DossierView>(again[3]);
      expect(stage).toBe('Returned');
      expect(route?.legs.map(({ late }) => late)).toEqual([false, false]);
    },
    limitMs,
  );
});
