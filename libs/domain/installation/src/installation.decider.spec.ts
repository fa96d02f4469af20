import { given, play } from '@domain/decider';
import { type InstallationCommand, installationDecider, type OpenInstallation } from './installation.decider';
import type { InstallationEvent } from './installation.events';

const open: OpenInstallation = {
  type: 'OpenInstallation',
  storeId: 'b1d2c3a4-0000-4000-8000-000000000001',
  at: '2026-11-22T01:00:00.000Z',
};
const { type: _, ...data } = open;

it('is opened once', () =>
  expect(given(installationDecider)().when(open)).toEqual({
    events: [{ type: 'InstallationOpened', data }],
  }));

it('keeps the id it was opened with, whoever comes second', () => {
  const late = { ...open, storeId: 'b1d2c3a4-0000-4000-8000-000000000002' };
  expect(given(installationDecider)({ type: 'InstallationOpened', data }).when(late)).toEqual({ events: [] });
  expect(play(installationDecider, [open, late, open]).state).toEqual({
    status: 'open',
    storeId: open.storeId,
    epoch: 1,
    renewals: [],
    extensions: [],
  });
});

it('extends what is told once for each type, by whichever release knows it', () => {
  const on = given(installationDecider);
  const opened = { type: 'InstallationOpened', data } as const;
  const { at } = data;
  const extend = (...types: string[]) => ({ type: 'ExtendPublicMapping', types, at }) as const;
  const extended = (...types: string[]) => ({ type: 'PublicMappingExtended', data: { types, at } }) as const;
  expect(on(opened).when(extend('b', 'a', 'b'))).toEqual({ events: [extended('a', 'b')] });
  expect(on(opened, extended('a', 'b')).when(extend('b', 'c', 'a'))).toEqual({ events: [extended('c')] });
  // An earlier release starts again beside a newer one.
  expect(on(opened, extended('a', 'b'), extended('c')).when(extend('a'))).toEqual({ events: [] });
  expect(on(opened).when(extend())).toEqual({ events: [] });
  expect(on().when(extend('a'))).toEqual({ refused: 'not-opened' });
});

describe('a renewed history', () => {
  const opened = { type: 'InstallationOpened', data } as const;
  const at = '2026-11-29T01:00:00.000Z';
  const renewed = (epoch: number, after: string) =>
    ({ type: 'HistoryRenewed', data: { epoch, after, at } }) as const;
  const renew = (after: string, lost?: { readonly position: string; readonly epoch?: number }) =>
    ({ type: 'RenewHistory', after, at, ...(lost && { lost }) }) as const;

  it('counts epochs from the first, which has no fact', () => {
    const on = given(installationDecider);
    expect(on(opened).when(renew('77'))).toEqual({ events: [renewed(2, '77')] });
    expect(on(opened, renewed(2, '77')).when(renew('5'))).toEqual({ events: [renewed(3, '5')] });
  });

  it.each<[string, InstallationEvent[], InstallationCommand, object]>([
    [
      'a reader whose loss nothing explains',
      [],
      renew('0', { position: '80' }),
      { events: [renewed(2, '0')] },
    ],
    [
      'a second reader of one loss',
      [renewed(2, '0')],
      renew('0', { position: '70', epoch: 1 }),
      { events: [] },
    ],
    [
      'a reader after a restore',
      [renewed(2, '77')],
      renew('0', { position: '80', epoch: 1 }),
      { events: [] },
    ],
    [
      'a reader that lost what the restored store had kept',
      [renewed(2, '77')],
      renew('0', { position: '70', epoch: 1 }),
      { events: [renewed(3, '0')] },
    ],
    [
      'a reader that lost an event of the last epoch',
      [renewed(2, '77')],
      renew('0', { position: '80', epoch: 2 }),
      { events: [renewed(3, '0')] },
    ],
    [
      'a reader that does not know its epoch',
      [renewed(2, '77')],
      renew('0', { position: '80' }),
      { events: [] },
    ],
  ])('is asked for by %s', (_, history, command, decided) =>
    expect(given(installationDecider)(opened, ...history).when(command)).toEqual(decided),
  );

  it('is not renewed before it has begun, nor at what is no position', () => {
    expect(given(installationDecider)().when(renew('0'))).toEqual({ refused: 'not-opened' });
    for (const wrong of [renew('-1'), renew(''), renew('0', { position: '1e3' })]) {
      expect(given(installationDecider)(opened).when(wrong)).toEqual({ refused: 'not-a-position' });
    }
  });
});
