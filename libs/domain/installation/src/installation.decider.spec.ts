import { given, play } from '@domain/decider';
import { installationDecider, type OpenInstallation } from './installation.decider';

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
  });
});
