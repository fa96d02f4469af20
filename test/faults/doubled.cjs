/**
 * Loaded before every process of a house (NODE_OPTIONS=--require): every request, answer and publication on NATS comes
 * twice and out of order, every event of a subscription comes again and again in the order of the store. What a
 * reader of `PUBLIC` is given stays as it is: the server gives nothing twice that needs no acknowledgement.
 * `DOUBLED_DIR` gets a file with the counts of each process.
 */
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { ProtocolHandler } = require('nats/lib/nats-base-client/protocol.js');
const { repeatEvents } = require('./repeated-events.cjs');

const lateMs = 40;
let doubled = 0;
const repeating = repeatEvents(Math.random);

const twice = (act) => {
  doubled += 1;
  for (let time = 0; time < 2; time++) setTimeout(act, Math.random() * lateMs).unref();
};

const { processMsg, publish } = ProtocolHandler.prototype;
const text = (bytes) => Buffer.from(bytes ?? []).toString();

ProtocolHandler.prototype.processMsg = function (message, data) {
  if (text(message.reply).startsWith('$JS.ACK')) return processMsg.call(this, message, data);
  // The parser writes the next message over these.
  const kept = Object.assign(Object.create(Object.getPrototypeOf(message)), message);
  for (const field of ['subject', 'reply']) if (kept[field]) kept[field] = kept[field].slice();
  const bytes = data.slice();
  twice(() => processMsg.call(this, kept, bytes));
};

ProtocolHandler.prototype.publish = function (subject, payload, options) {
  publish.call(this, subject, payload, options);
  if (!subject.startsWith('public.')) return;
  doubled += 1;
  const again = () => this.isClosed() || publish.call(this, subject, payload, options);
  setTimeout(again, Math.random() * lateMs).unref();
};

process.on('exit', () => {
  const counts = { messages: doubled, events: repeating.repeats };
  writeFileSync(join(process.env.DOUBLED_DIR, `${process.pid}.json`), JSON.stringify(counts));
});
