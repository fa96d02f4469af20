/*
 * What the parser of the AsyncAPI initiative says of the document on standard input, one line of JSON for each fault,
 * and then one line with what it read.
 *
 *   node parse.mjs < asyncapi.json
 */
import { text } from 'node:stream/consumers';
import { Parser } from '@asyncapi/parser';

const { document, diagnostics } = await new Parser().parse(await text(process.stdin));
// Of 3.1 there are hardly any generators yet.
const faults = diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');
for (const { code, message, path, severity } of faults)
  console.log(JSON.stringify({ rule: code, severity, at: `#/${path.join('/')}`, message }));
const read = document && {
  version: document.version(),
  channels: document.channels().length,
  receiving: document.operations().filterByReceive().length,
  messages: document.components().messages().length,
};
console.log(JSON.stringify({ read }));
