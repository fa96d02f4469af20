import { type OperationName, operations } from '@contracts';
import type { Log } from '@runtime';
import { AnswerNames, type AskNames, type NamesAsked } from './answer-names';

const caller = {
  actor: { agency: 'H99.1', officer: 'vt.1', role: 'Clerk' },
  correlationId: '0b0d5d25-2f4e-4f0f-8a3d-0d3a3f0f0a01',
  causationId: '0b0d5d25-2f4e-4f0f-8a3d-0d3a3f0f0a02',
  source: 'http',
} as const;
const quiet = { warn: () => undefined } as unknown as Log;
const clock = { now: () => '2026-11-22T03:00:00.000Z' };

const renamed = [{ name: 'Sở Nội vụ' }, { name: 'Sở Nội vụ Mới', fromDate: '2026-11-28' }];
const appointed = [{ name: 'Bà Thu', fromDate: '2026-01-01' }];
const directory: AskNames = ({ codes, officers = [] }) =>
  Promise.resolve({
    agencies: codes
      .filter((code) => code !== 'H99.404')
      .map((code) => ({
        ...{ code, names: renamed },
        officers: officers
          .filter((officer) => officer === 'ld.1' && code === 'H99.1')
          .map((officer) => ({ officer, names: appointed })),
      })),
  });

function answering(ask: AskNames = directory) {
  const asked: NamesAsked[] = [];
  const names = new AnswerNames(
    (question, by) => {
      asked.push(question);
      return ask(question, by);
    },
    clock,
    quiet,
  );
  const tell = async <A extends object>(name: OperationName, answer: A, query = {}) => {
    await names.tell({ operation: operations[name], caller, query, answer });
    return answer as A & Record<string, unknown>;
  };
  return { names, asked, tell };
}

const line = (documentDate: string, more: object = {}) => ({
  ...{ documentDate, recipients: ['H99.2', 'H99.404', 'Bộ Tài chính'], signer: 'ld.1', ...more },
});

it('a line bears the names of its own day, in one question for the page', async () => {
  const { asked, tell } = answering();
  const page = await tell('getOutgoingRegister', { rows: [line('2026-11-27'), line('2026-11-28')] });
  expect(page.rows).toEqual([
    { ...line('2026-11-27'), recipientNames: ['Sở Nội vụ', 'H99.404', 'Bộ Tài chính'], signerName: 'Bà Thu' },
    {
      ...line('2026-11-28'),
      recipientNames: ['Sở Nội vụ Mới', 'H99.404', 'Bộ Tài chính'],
      signerName: 'Bà Thu',
    },
  ]);
  expect(asked).toEqual([{ codes: ['H99.1', 'H99.2', 'H99.404'], officers: ['ld.1'] }]);
});

it('what was asked for is remembered until something is recorded of its agency', async () => {
  const { names, asked, tell } = answering();
  const ask = () => tell('getInbox', { rows: [{ from: 'H99.2', arrivedAt: '2026-11-27T17:00:00.000Z' }] });
  expect((await ask()).rows).toMatchObject([{ fromName: 'Sở Nội vụ Mới' }]);
  await ask();
  names.changed({ agency: 'H99.7' });
  await ask();
  expect(asked).toHaveLength(1);
  names.changed({ agency: 'H99.2' });
  await ask();
  names.forget();
  await ask();
  expect(asked).toHaveLength(3);
});

it('what says no day of its own has the names of the day asked about, else of today', async () => {
  const { tell } = answering();
  const card = () => ({ code: 'H99.2', name: 'x', parent: 'H99', officers: [] });
  expect(await tell('getAgency', card())).toMatchObject({ parentName: 'Sở Nội vụ' });
  expect(await tell('getAgency', card(), { onDate: '2026-11-30' })).toMatchObject({
    parentName: 'Sở Nội vụ Mới',
  });
});

it('officers of others have no name, nor has whoever is written as on paper', async () => {
  const { tell } = answering();
  const rows = [line('2026-11-28', { signer: 'ld.2' }), line('2026-11-28', { signer: 'Ông Nguyễn Văn A' })];
  const page = await tell('getOutgoingRegister', { rows });
  expect(page.rows.map((row) => 'signerName' in row)).toEqual([false, false]);
});

it('while the directory is away codes stand alone, the answer says so, and nobody waits twice', async () => {
  const { asked, tell } = answering(() => Promise.reject(new Error('nobody listens')));
  const rows = () => ({ rows: [line('2026-11-28')] });
  expect(await tell('getOutgoingRegister', rows())).toEqual({
    rows: [line('2026-11-28')],
    namesMissing: true,
  });
  expect(await tell('getOutgoingRegister', rows())).toMatchObject({ namesMissing: true });
  expect(asked).toHaveLength(1);
});

it('asks for many agencies in questions that fit a message, and for nothing where nobody is named', async () => {
  const { asked, tell } = answering();
  const recipients = Array.from({ length: 450 }, (_, n) => `H98.${n}`);
  await tell('getOutgoingRegister', { rows: [line('2026-11-28', { recipients })] });
  expect(asked.map(({ codes }) => codes.length)).toEqual([200, 200, 51]);
  expect(await tell('getOutgoingRegister', { rows: [] })).toEqual({ rows: [] });
  expect(await tell('getInboxCounts', { states: {} })).toEqual({ states: {} });
  expect(asked).toHaveLength(3);
});
