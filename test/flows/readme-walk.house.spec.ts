import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ControlSlip, Conversation, DocumentHistory, DocumentView, DossierHistory } from '@contracts';
import { answerIn, typed, Walk, walkOf } from './walked-page';

const startLimitMs = 120_000;

/** A start stays up, so what it is told is printed, to be started beside the shell. */
const startsBeside = `npm() {
  [ "$1" = start ] || { command npm "$@"; return; }
  shift 2
  printf 'start %s\\n' "$*"
}`;

describe('the walk of the README, typed into a shell beside npm start', () => {
  let walk: Walk;
  let blocks: string[];
  let outputs: string[];

  beforeAll(async () => {
    walk = await Walk.begin();
    blocks = await walkOf('README.md');
    outputs = await walk.type(blocks);
  }, startLimitMs);

  afterAll(() => walk.end());

  const answer = <T>(block: number, of = outputs): T => answerIn<T>(of[block]);

  it('shows the sender an ordered, truthful history of each recipient', () => {
    const { symbol, deliveries } = answer<DocumentView>(4);
    expect(symbol).toMatch(/^\d{2,}\/STC$/);
    const histories = deliveries.map(({ agency, history }) => [agency, history.map(({ state }) => state)]);
    expect(Object.fromEntries(histories)).toEqual({
      'H00.03': ['Queued', 'Arrived', 'Refused'],
      'H00.05': ['Queued', 'Arrived', 'Accepted', 'Assigned', 'InProcess', 'Completed'],
      'H00.21': ['Queued', 'Arrived'],
    });
    const justice = deliveries.find(({ agency }) => agency === 'H00.05');
    expect(justice?.history.find(({ state }) => state === 'Accepted')?.number).toBeGreaterThan(0);
  });

  it('shows on the control slip who gave and took the dossier, and when', () => {
    const { holder, rows } = answer<ControlSlip>(5);
    expect(holder).toBe('H00.03');
    expect(
      rows.map(({ giver, taker, outcome, settledReason }) => ({ giver, taker, outcome, settledReason })),
    ).toEqual([
      { giver: 'mc.ttpvhcc', outcome: 'returned', settledReason: 'Thiếu bản vẽ', taker: undefined },
      { giver: 'mc.ttpvhcc', outcome: 'accepted', settledReason: undefined, taker: 'cv.sxd' },
    ]);
    for (const { offeredAt, settledAt } of rows)
      expect(Date.parse(settledAt ?? '')).toBeGreaterThanOrEqual(Date.parse(offeredAt));
  });

  it('replays both from the store', () => {
    const [document, dossier] = (outputs[6] as string).trim().split(/(?<=\})\s*(?=\{"state")/) as [
      string,
      string,
    ];
    const history = JSON.parse(document) as DocumentHistory;
    expect(history.events[0]?.type).toBe('DocumentDrafted.v1');
    expect(history.events.map(({ position }) => BigInt(position))).toEqual(
      history.events.map(({ position }) => BigInt(position)).sort((a, b) => (a < b ? -1 : 1)),
    );
    expect(Object.keys(history.state.deliveries).sort()).toEqual(['H00.03', 'H00.05', 'H00.21']);
    expect((JSON.parse(dossier) as DossierHistory).state['status']).toBe('offered');
  });

  it('sees the public facts of an agency on JetStream', () => {
    const facts = (outputs[7] as string)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { specversion: string });
    expect(facts).toHaveLength(3);
    expect(facts.every(({ specversion }) => specversion === '1.0')).toBe(true);
  });

  it('shows a clerk what waits, and where each recipient of a request stands', () => {
    const { deliveries, dueDate } = answer<DocumentView>(9);
    expect(dueDate).toBe('2099-12-31');
    expect(deliveries.map(({ agency }) => agency)).toEqual(['H00.05', 'H00.21']);
    const { requests } = answer<Conversation>(10);
    expect(requests.map(({ recipient, standing }) => [recipient, standing])).toEqual([
      ['H00.05', 'in-time'],
      ['H00.21', 'open'],
    ]);
  });

  it('recalls a letter: cancelled at its recipient', () => {
    const { deliveries } = answer<DocumentView>(11);
    expect(deliveries).toMatchObject([{ agency: 'H00.05', state: 'Cancelled' }]);
  });

  it('finds without diacritics, and prints the book', async () => {
    expect(outputs[12]).toContain('Đề nghị góp ý dự toán năm 2027');
    expect(outputs[12]).toContain('Công văn: Thông báo lịch họp (ghi sai ngày)');
    expect(outputs[12]).toMatch(/Quyết định: Nâng bậc lương.*,"Bản giấy",/);
    expect((await readFile('/tmp/so-van-ban-di.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it(
    'is another walk the second time, on the same store',
    async () => {
      const again = await walk.type(blocks.slice(0, 5));
      const [first, second] = [answer<DocumentView>(4), answer<DocumentView>(4, again)];
      expect(second.documentId).not.toBe(first.documentId);
      const states = ({ deliveries }: DocumentView) =>
        deliveries.map(({ agency, state }) => `${agency} ${state}`).sort();
      expect(states(second)).toEqual(states(first));
    },
    startLimitMs,
  );

  it(
    'is kept and restored into a new folder, where all of it stands in a new epoch',
    async () => {
      const ask = async (path: string, token: string) => {
        const answered = await fetch(`http://127.0.0.1:${walk.port}${path}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        expect(answered.status).toBe(200);
        return answered;
      };
      const { documentId, contents } = answer<DocumentView>(4);
      const token = (await typed('npm run -s token -- vt.stc', walk)).trim();
      const before = await (await ask(`/documents/${documentId}`, token)).json();
      const [drill] = await walkOf('README.md', 'drill');
      const env = { LIENTHONG_DATA_DIR: walk.data, BACKUP: join(walk.folder, 'kept', 'today') };
      const printed = await typed(`${startsBeside}\n${drill}`, { port: walk.port, env });
      const restored = `${walk.data}-restored`;
      expect(/^start (.*)$/m.exec(printed)?.[1]).toBe(`--data ${restored}`);
      await walk.restart({ data: restored });
      expect(await (await ask(`/documents/${documentId}`, token)).json()).toEqual(before);
      const [file] = contents;
      const bytes = await ask(`/documents/${documentId}/contents/${file?.sha256}`, token);
      expect(await bytes.text()).toBe('Đề nghị các cơ quan báo cáo tiến độ giải ngân quý IV.\n');
      const shown = await typed('npm run -s history -- show', walk);
      expect(shown).toMatch(/^store [0-9a-f-]{36}, epoch 2, last position \d+\nepoch 2: .* hold up to \d+$/m);
      const renewed = await typed("npm run -s history -- renew --reason 'a drill' --after 5", walk);
      expect(renewed).toMatch(/^epoch 3 begins: .* up to 5 \(a drill\)$/m);
      // Services that lived through it are started again, and know the epoch then.
      const [, storeId] = /^store (\S+),/.exec(shown) ?? [];
      const answersIn = async (epoch: number) => {
        const headers = { authorization: `Bearer ${token}` };
        const inbox = `http://127.0.0.1:${walk.port}/inbox?after=${storeId}.${epoch}.1`;
        return (await fetch(inbox, { headers }).catch(() => undefined))?.status;
      };
      while ((await answersIn(3)) !== 200) await pause(100);
    },
    startLimitMs,
  );
});
