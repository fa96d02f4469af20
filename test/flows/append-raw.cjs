// Appends events as they stand, with the client of the store alone. A process of its own, for a second client in one
// process can end the first one's connection. Standard input: JSON list of {stream, id, type, data | bytes, metadata};
// standard output: the commit position of each.
const { ANY, binaryEvent, EventStoreDBClient, jsonEvent } = require('@eventstore/db-client');
const { text } = require('node:stream/consumers');

async function append(url) {
  const client = EventStoreDBClient.connectionString(url);
  const positions = [];
  for (const { stream, bytes, ...event } of JSON.parse(await text(process.stdin))) {
    const made = bytes === undefined ? jsonEvent(event) : binaryEvent({ ...event, data: Buffer.from(bytes) });
    const { position } = await client.appendToStream(stream, [made], { expectedRevision: ANY });
    positions.push(String(position.commit));
  }
  await client.dispose();
  process.stdout.write(JSON.stringify(positions));
}

append(process.argv[2]).catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
