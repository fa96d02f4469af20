import type { Caller } from '@contracts';
import type { Role } from '@domain/codes';
import { Metrics } from '@runtime';
import { RecipientsADay } from './recipients-a-day';

const dayMs = 24 * 60 * 60 * 1000;
const from = (agency: string, role: Role = 'Clerk'): Caller => ({
  actor: { agency, officer: 'van.thu', role },
  correlationId: '0f0e5a3c-7a53-5b35-8a51-0a1d6a3ed101',
  causationId: '0f0e5a3c-7a53-5b35-8a51-0a1d6a3ed102',
  source: 'http',
});
const issued = async () => 'issued';

it('has so many recipients of an agency a day, and tells when there is room for the next', async () => {
  let nowMs = 0;
  const day = new RecipientsADay({ agencyRecipientsPerDay: 2_000 }, new Metrics('test'), () => nowMs);
  for (let i = 0; i < 2; i++) expect(await day.counting(from('H99.1'), 1_000, issued)).toBe('issued');
  await expect(day.counting(from('H99.1'), 1_000, issued)).rejects.toMatchObject({
    problem: 'document:too-many-recipients-today',
    status: 429,
    headers: { 'retry-after': String(12 * 60 * 60) },
  });
  expect(await day.counting(from('H99.2'), 1_000, issued)).toBe('issued');
  expect(await day.counting(from('H99.1', 'Importer'), 1_000, issued)).toBe('issued');
  nowMs = dayMs / 2;
  expect(await day.counting(from('H99.1'), 1_000, issued)).toBe('issued');
});

it('does not count what was refused', async () => {
  const day = new RecipientsADay({ agencyRecipientsPerDay: 1_000 }, new Metrics('test'), () => 0);
  const refused = () => Promise.reject(new Error('not signed yet'));
  for (let i = 0; i < 5; i++) {
    await expect(day.counting(from('H99.1'), 1_000, refused)).rejects.toThrow('not signed yet');
  }
  expect(await day.counting(from('H99.1'), 1_000, issued)).toBe('issued');
});

it('counts whom a recall or an update reached, and lets nobody go on before that is made up for', async () => {
  let nowMs = 0;
  const day = new RecipientsADay({ agencyRecipientsPerDay: 1_000 }, new Metrics('test'), () => nowMs);
  const order = () => day.countingTold(from('H99.1'), async () => ({ told: 900 }));
  expect(await order()).toEqual({ told: 900 });
  expect(await order()).toEqual({ told: 900 });
  await expect(order()).rejects.toMatchObject({ problem: 'document:too-many-recipients-today' });
  await expect(day.counting(from('H99.1'), 1, issued)).rejects.toMatchObject({ status: 429 });
  nowMs = dayMs * 0.79;
  await expect(order()).rejects.toMatchObject({ status: 429 });
  nowMs = dayMs * 0.81;
  expect(await order()).toEqual({ told: 900 });
});
