import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ControlSlip, Conversation, DocumentHistory, DocumentView, DossierHistory } from '@contracts';
import { House } from './house';

const root = resolve(__dirname, '..', '..');
const startLimitMs = 120_000;

/** The blocks of the README that follow `<!-- walk -->`, in order: what a newcomer types; or another mark. */
async function walk(mark = 'walk'): Promise<string[]> {
  const page = await readFile(join(root, 'README.md'), 'utf8');
  const blocks = page.matchAll(new RegExp(`<!-- ${mark} -->\\n+\`\`\`sh\\n([\\s\\S]*?)\`\`\``, 'g'));
  return [...blocks].map((match) => match[1] as string);
}

/** A start stays up, so what it is told is printed, to be started beside the shell. */
const startsBeside = `npm() {
  [ "$1" = start ] || { command npm "$@"; return; }
  shift 2
  printf 'start %s\\n' "$*"
}`;

/** Runs a shell script to its end, stopping at the first command that fails, and resolves what it printed. */
function run(script: string, port: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env: { ...process.env, LIENTHONG_PORT: port, ...env },
  });
  let printed = '';
  let complained = '';
  shell.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  shell.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  return new Promise((resolveOutput, reject) => {
    shell.once('close', (code) =>
      code === 0
        ? resolveOutput(printed)
        : reject(new Error(`the walk ended with ${code}: ${printed}${complained}`)),
    );
  });
}

describe('the walk of the README, typed into a shell beside npm start', () => {
  let folder: string;
  let house: House;
  let port: string;
  let outputs: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lienthong-walk-'));
    house = new House({ args: ['--port', '0', '--data', join(folder, 'data')] });
    const [, address] = await house.printed(/(http:\/\/127\.0\.0\.1:\d+)/);
    await house.printed(/Ctrl-C/);
    port = new URL(address as string).port;
    const marked = (await walk()).map((block, index) => `${block}\necho; echo '--- end of block ${index}'\n`);
    const file = join(folder, 'walk.sh');
    await writeFile(file, marked.join('\n'));
    outputs = blocksOf(await run(`source ${file}`, port));
  }, startLimitMs);

  afterAll(async () => {
    house.signal('SIGINT');
    await house.end();
    await house.clear();
    await rm(folder, { recursive: true, force: true });
  });

  const blocksOf = (printed: string): string[] => printed.split(/\n--- end of block \d+\n/);

  /** The last JSON object a block printed. */
  const answer = <T>(block: number, of = outputs): T => {
    const text = of[block] as string;
    return JSON.parse(text.slice(text.lastIndexOf('\n{') + 1).trim()) as T;
  };

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
      const blocks = (await readFile(join(folder, 'walk.sh'), 'utf8')).split(/(?<=--- end of block \d+'\n)/);
      const again = blocksOf(await run(blocks.slice(0, 5).join(''), port));
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
        const answered = await fetch(`http://127.0.0.1:${port}${path}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        expect(answered.status).toBe(200);
        return answered;
      };
      const { documentId, contents } = answer<DocumentView>(4);
      const token = (await run('npm run -s token -- vt.stc', port)).trim();
      const before = await (await ask(`/documents/${documentId}`, token)).json();
      const [drill] = await walk('drill');
      const data = join(folder, 'data');
      const env = { LIENTHONG_DATA_DIR: data, BACKUP: join(folder, 'kept', 'today') };
      const printed = await run(`${startsBeside}\n${drill}`, port, env);
      house.signal('SIGINT');
      await house.end();

      const [, args = ''] = /^start (.*)$/m.exec(printed) ?? [];
      expect(args).toBe(`--data ${data}-restored`);
      house = new House({ args: [...args.split(' '), '--port', port] });
      await house.printed(/Ctrl-C/);
      expect(await (await ask(`/documents/${documentId}`, token)).json()).toEqual(before);
      const [file] = contents;
      const bytes = await ask(`/documents/${documentId}/contents/${file?.sha256}`, token);
      expect(await bytes.text()).toBe('Đề nghị các cơ quan báo cáo tiến độ giải ngân quý IV.\n');
      const shown = await run('npm run -s history -- show', port);
      expect(shown).toMatch(/^store [0-9a-f-]{36}, epoch 2, last position \d+\nepoch 2: .* hold up to \d+$/m);
      const renewed = await run("npm run -s history -- renew --reason 'a drill' --after 5", port);
      expect(renewed).toMatch(/^epoch 3 begins: .* up to 5 \(a drill\)$/m);
      // Services that lived through it are started again, and know the epoch then.
      const [, storeId] = /^store (\S+),/.exec(shown) ?? [];
      const answersIn = async (epoch: number) => {
        const headers = { authorization: `Bearer ${token}` };
        const inbox = `http://127.0.0.1:${port}/inbox?after=${storeId}.${epoch}.1`;
        return (await fetch(inbox, { headers }).catch(() => undefined))?.status;
      };
      while ((await answersIn(3)) !== 200) await pause(100);
    },
    startLimitMs,
  );
});
