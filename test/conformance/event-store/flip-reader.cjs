/**
 * Run as a process of its own, because lmdb may end the process over a damaged page: `node flip-reader.cjs LOG
 * FOLDER WORK < flips`. Each flip is a line `offset bit`; each answer a line of JSON that says what reading showed.
 */
const {
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
  closeSync,
} = require('node:fs');
const { join } = require('node:path');

const [logModule, folder, work] = process.argv.slice(2);
const { LmdbLog } = require(logModule);
const page = { events: 1_000, bytes: 1_000_000 };

function* everything(log) {
  const last = log.lastPosition();
  const streams = new Map();
  for (let first = 1; first <= last;) {
    const events = log.readAll({ first, last }, 'forwards', page);
    for (const event of events) streams.set(event.stream, event.revision);
    first = events.at(-1).position + 1;
    yield* events;
  }
  for (const [stream, revision] of streams) {
    const head = log.head(stream);
    if (head?.revision !== revision) {
      throw Object.assign(new Error(`${stream} has the head ${JSON.stringify(head)}`), { name: 'HeadLost' });
    }
    yield* log.readStream(stream, { first: 0, last: revision }, 'backwards', page);
  }
}

const textOf = (events) =>
  events.map((event) =>
    JSON.stringify({ ...event, data: event.data.toString('hex'), metadata: event.metadata.toString('hex') }),
  );

async function read(from) {
  let log;
  const seen = [];
  try {
    log = LmdbLog.open(from);
    for (const event of everything(log)) seen.push(event);
    return { events: textOf(seen) };
  } catch (error) {
    return { events: textOf(seen), error: error.name, message: error.message };
  } finally {
    await log?.close();
  }
}

function flip(path, offset, bit) {
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, offset);
  byte[0] ^= 1 << bit;
  writeSync(file, byte, 0, 1, offset);
  closeSync(file);
}

async function main() {
  const good = (await read(folder)).events;
  for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
    const [offset, bit] = line.split(' ').map(Number);
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    copyFileSync(join(folder, 'data.mdb'), join(work, 'data.mdb'));
    flip(join(work, 'data.mdb'), offset, bit);
    const { events, error, message } = await read(work);
    const isTrue = events.every((event, index) => event === good[index]);
    const outcome =
      !isTrue || (error === undefined && events.length < good.length) ? 'false' : (error ?? 'unharmed');
    console.log(JSON.stringify({ offset, bit, outcome, message }));
  }
}

void main();
