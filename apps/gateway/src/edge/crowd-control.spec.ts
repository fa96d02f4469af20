import { Metrics } from '@runtime';
import { CrowdControl, type Limits } from './crowd-control';
import type { Problem } from './problem';

const limits: Limits = {
  ...{ officerRequestsMax: 2, officerRequestsPerSecond: 1, officerRequestsBurst: 4 },
  ...{ agencyRequestsMax: 1, agencyRequestsPerSecond: 1, agencyRequestsBurst: 1 },
  ...{ failedTokensPerSecond: 0, publicLooksPerSecond: 0 },
};
const one = '6fa459ea-ee8a-5ca4-894e-db77e160355e';

function crowd() {
  const metrics = new Metrics('test');
  const now = { ms: 0 };
  return { metrics, now, control: new CrowdControl(limits, metrics, () => now.ms) };
}
const refused = (entering: Promise<unknown>) =>
  entering.then(
    () => undefined,
    ({ problem, headers }: Problem) => [problem, headers['retry-after']],
  );

it('has as many commands of a system under way as an officer may ask at once', async () => {
  const { control, metrics } = crowd();
  const [leave] = [await control.enterFromBus(one, 1), await control.enterFromBus(one, 1)];
  expect(await refused(control.enterFromBus(one, 1))).toEqual(['request:too-many-requests', '1']);
  leave();
  expect(await refused(control.enterFromBus(one, 1))).toBeUndefined();
  expect((await metrics.refusedRequests.get()).values).toMatchObject([
    { labels: { who: 'system', reason: 'at-once' }, value: 1 },
  ]);
});

it('takes of a system in a second what it takes of an officer, long ones as several', async () => {
  const { control, now } = crowd();
  (await control.enterFromBus(one, 6 * 1024))();
  (await control.enterFromBus(one, 1))();
  expect(await refused(control.enterFromBus(one, 1))).toEqual(['request:too-many-requests', '1']);
  now.ms += 1_000;
  expect(await refused(control.enterFromBus(one, 1))).toBeUndefined();
});

it('counts each system by itself, and takes the longest command there is', async () => {
  const { control } = crowd();
  await control.enterFromBus(one, 1024 * 1024);
  expect(await refused(control.enterFromBus('another', 1))).toBeUndefined();
});
