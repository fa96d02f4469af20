import { messageBytesMax } from '@contracts';
import { type MetricsAnswer, metricsOf, metricsPage, processMetrics } from '@runtime';

/** As it comes over the bus. */
const answerOf = async (process: string, handled: number): Promise<MetricsAnswer> => {
  const metrics = processMetrics(process);
  for (let count = 0; count < handled; count++) metrics.handled('exchange.sign-document.v1', 'ok', 0.004);
  return JSON.parse(JSON.stringify((await metricsOf(metrics)).answer)) as MetricsAnswer;
};
const counted = (page: string): string[] =>
  page.split('\n').filter((line) => line.startsWith('lienthong_messages_total{'));

it('shows the numbers of several processes on one page, each under its name', async () => {
  const page = await metricsPage([await answerOf('exchange', 2), await answerOf('audit', 1)]);
  expect(counted(page)).toEqual([
    'lienthong_messages_total{operation="exchange.sign-document.v1",outcome="ok",process="exchange"} 2',
    'lienthong_messages_total{operation="exchange.sign-document.v1",outcome="ok",process="audit"} 1',
  ]);
  expect(page.match(/^# TYPE lienthong_message_seconds histogram$/gm)).toHaveLength(1);
  expect(page).toContain('process_resident_memory_bytes{process="audit"}');
});

it('counts a process once that answers for several services, as it stood last', async () => {
  const page = await metricsPage([await answerOf('all', 1), await answerOf('all', 3)]);
  expect(counted(page)).toEqual([
    'lienthong_messages_total{operation="exchange.sign-document.v1",outcome="ok",process="all"} 3',
  ]);
});

it('fits a message also when every operation was answered in many ways', async () => {
  const metrics = processMetrics('gateway');
  for (let operation = 0; operation < 150; operation++) {
    for (const outcome of ['ok', 'refused', 'failed'] as const) {
      metrics.handled(`exchange.one-of-many-operations-${operation}.v1`, outcome, 0.004);
    }
  }
  const { answer } = await metricsOf(metrics);
  expect(JSON.stringify(await metrics.registry.getMetricsAsJSON()).length).toBeGreaterThan(
    messageBytesMax / 2,
  );
  expect(answer.packed.length).toBeLessThan(messageBytesMax / 10);
  expect(await metricsPage([answer])).toContain('one-of-many-operations-149');
});
