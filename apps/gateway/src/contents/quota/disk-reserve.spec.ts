import { Metrics } from '@runtime';
import { DiskReserve } from './disk-reserve';
import { UploadGate } from './upload-gate';
import { UploadQuotas } from './upload-quotas';

const gibibyte = 1024 ** 3;
const on = (freeBytes: number, totalBytes: number) =>
  new DiskReserve({
    folder: '/',
    bytes: 2 * gibibyte,
    percent: 5,
    spaceOf: async () => ({ freeBytes, totalBytes }),
  });

it.each([
  [3, 20, 0, true],
  [3, 20, 2, false],
  [1.9, 20, 0, false],
  [49, 1_000, 0, false],
  [51, 1_000, 0, true],
])('with %s of %s GiB free lets %s GiB more in: %s', async (free, total, more, isIn) => {
  const asked = on(free * gibibyte, total * gibibyte).check(more * gibibyte);
  if (isIn) await expect(asked).resolves.toBeUndefined();
  else await expect(asked).rejects.toMatchObject({ problem: 'content:disk-reserve', status: 507 });
});

it('ends an upload under way when the disk has filled meanwhile', async () => {
  let freeBytes = 3 * gibibyte;
  const spaceOf = async () => ({ freeBytes, totalBytes: 10 * gibibyte });
  const reserve = new DiskReserve({ folder: '/', bytes: 2 * gibibyte, percent: 5, keptMs: 0, spaceOf });
  const nothing = { uploadedBy: async () => undefined, size: async () => undefined };
  const quotas = new UploadQuotas({
    folder: '/nowhere',
    contents: nothing,
    unfinishedOf: () => [],
    bytesMax: gibibyte,
    unfinishedMax: 20,
  });
  const metrics = new Metrics('test');
  const gate = new UploadGate({ quotas, reserve, bytesPerSecondMin: 0, metrics });
  let came = 0;
  async function* bytes() {
    for (;;) {
      yield Buffer.alloc(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (++came === 3) freeBytes = gibibyte;
    }
  }
  const reading = (async () => {
    for await (const chunk of gate.through(bytes())) expect(chunk.byteLength).toBe(1);
  })();
  await expect(reading).rejects.toMatchObject({ problem: 'content:disk-reserve' });
  const counted = await metrics.registry.getSingleMetricAsString('lienthong_requests_refused_total');
  expect(counted).toContain('{who="all",reason="reserve",process="test"} 1');
});
