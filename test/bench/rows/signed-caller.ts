import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { Signing } from '@adapters/messaging';
import { healthSubject, metricsSubject, services, subjects } from '@contracts';
import { SystemClock } from '@runtime';
import type { Row } from '../bench';
import { OffersOfOfficers } from '../offers-of-officers';
import { compared, type Slice } from '../pairs';
import { comparedLine, number } from '../table';

const perMs = 40;
/** Asked by the bench itself, between slices and while it waits. */
const besides: ReadonlySet<string> = new Set<string>([
  ...services.flatMap((service) => [healthSubject(service), metricsSubject(service)]),
  subjects.getInbox,
]);

/**
 * What it costs that messages between the services are signed and proven: one signature made and proven, over the
 * message of an offer, beside the offer with everything that follows; and, with as many messages as there were for each
 * offer, the part of the command path that they take. Notices, one for many rows, are left out.
 */
export const signedCaller: Row = async (bench) => {
  const offers = await OffersOfOfficers.of(await bench.house(), (operation) => !besides.has(operation));
  const key = { id: 'k1', secret: createSecretKey(randomBytes(32)) };
  const signing = new Signing({ current: [key] }, new SystemClock());
  const signer = signing.as('gateway');
  const message = offer();

  const signatures: Slice = (ms) => {
    const count = Math.ceil(ms * perMs);
    const before = process.cpuUsage();
    for (let n = 0; n < count; n++) {
      const doubt = signing.doubtOf(signer.sign(message), message);
      if (doubt !== undefined) throw new Error(`a message that was just signed is ${doubt}`);
    }
    const { user, system } = process.cpuUsage(before);
    return Promise.resolve((user + system) / 1_000 / count);
  };
  const what = `a message of ${message.payload.length} bytes signed and proven`;
  const row = { row: 'signed-caller', what, unit: 'ms of processor', against: 'an offer with what follows' };
  const signature = await compared(signatures, offers.costs, bench);
  return [
    comparedLine(row, signature),
    {
      row: row.row,
      what: `the same, for as many messages as ${number(offers.count)} offers took`,
      value: `${number(offers.messagesEach)} messages an offer`,
      ratio: `**${number(offers.messagesEach * signature.ratio.median)}**`,
      wanted: '≤ 0.05',
    },
  ];
};

/** As the gateway sends one. */
function offer() {
  const data = {
    target: { dossierId: randomUUID() },
    body: { to: 'H98.1', reason: 'Chuyển thẩm định' },
  };
  const caller = {
    actor: { agency: 'H98', officer: 'mc.1', role: 'OneStopOfficer' },
    ...{ correlationId: randomUUID(), causationId: randomUUID(), source: 'http' },
    ...{ idempotencyKey: randomUUID(), traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` },
  };
  return {
    subject: subjects.offerHandoff,
    caller: JSON.stringify(caller),
    payload: Buffer.from(JSON.stringify({ pattern: subjects.offerHandoff, data, id: 'asked' })),
    reply: `_INBOX.${'A'.repeat(22)}.zik0zj`,
  };
}
