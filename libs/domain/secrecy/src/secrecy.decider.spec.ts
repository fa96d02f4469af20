import { fold, given, play } from '@domain/decider';
import { type CountRefusedSecret, secrecyDecider } from './secrecy.decider';

const refused = (localDate: string): CountRefusedSecret => ({
  type: 'CountRefusedSecret',
  agency: 'H26.1',
  localDate,
  at: `${localDate}T01:00:00.000Z`,
});

it('records the day and the agency, and nothing of the document', () =>
  expect(given(secrecyDecider)().when(refused('2026-11-22'))).toEqual({
    events: [
      {
        type: 'SecretDocumentRefused',
        data: { agency: 'H26.1', localDate: '2026-11-22', at: '2026-11-22T01:00:00.000Z' },
      },
    ],
  }));

it('counts by local date; it cannot tell a repeat, which is the part of transact', () => {
  const { events } = play(secrecyDecider, ['2026-11-22', '2026-11-22', '2026-11-23'].map(refused));
  expect(fold(secrecyDecider, events)).toEqual({ refusedByDate: { '2026-11-22': 2, '2026-11-23': 1 } });
});
