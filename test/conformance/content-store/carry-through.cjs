// Carries 128 MiB into a content store and out again, in a process that does nothing else. Takes the settings that say
// where contents are, as JSON; prints how many bytes came back and how far memory grew.
const { createHash } = require('node:crypto');
const { join } = require('node:path');
const { Readable } = require('node:stream');

const built = join(
  __dirname,
  '..',
  '..',
  '..',
  'dist',
  'libs',
  'adapters',
  'content-store',
  'src',
  'index.js',
);
const { openContentStore } = require(built);

const pieces = 128;
const piece = Buffer.alloc(1024 ** 2, 'x');

let highest = 0;
function watch() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  highest = Math.max(highest, heapUsed + arrayBuffers);
}

function* watched() {
  for (let count = 0; count < pieces; count++) {
    watch();
    yield Buffer.from(piece);
  }
}

async function carry(settings) {
  const store = await openContentStore(settings);
  const hash = createHash('sha256');
  for (let count = 0; count < pieces; count++) hash.update(piece);
  const sha256 = hash.digest('hex');
  watch();
  const before = highest;
  const upload = Readable.from(watched(), { objectMode: false });
  await store.receive('H26.1', sha256, upload, { bytesMax: pieces * piece.length });
  await store.keep('H26.1', sha256);
  let bytes = 0;
  for await (const chunk of (await store.read(sha256)).stream) {
    bytes += chunk.length;
    watch();
  }
  console.log(JSON.stringify({ bytes, growth: highest - before }));
}

carry(JSON.parse(process.argv[2]));
