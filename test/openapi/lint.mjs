/*
 * What two linters of OpenAPI and a validator say of the document on standard input, one line of JSON for each fault.
 *
 *   node lint.mjs < openapi.json
 */
import { text } from 'node:stream/consumers';
import SwaggerParser from '@apidevtools/swagger-parser';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';

const source = await text(process.stdin);
const config = await createConfig({ extends: ['recommended-strict'] });
for (const { ruleId, message, location } of await lintFromString({
  source,
  absoluteRef: '/openapi.json',
  config,
}))
  console.log(JSON.stringify({ by: 'redocly', rule: ruleId, at: location[0]?.pointer, message }));

const linter = new spectral.Spectral();
linter.setRuleset({
  extends: [[rulesets.oas, 'all']],
  rules: {
    // Nobody is named: the house of each province is kept by others.
    'contact-properties': 'off',
    // They stand in the order in which a document travels.
    'openapi-tags-alphabetical': 'off',
  },
});
for (const { code, message, path } of await linter.run(JSON.parse(source)))
  console.log(JSON.stringify({ by: 'spectral', rule: code, at: `#/${path.join('/')}`, message }));

// It tells the first thing that is wrong, and stops.
await SwaggerParser.validate(JSON.parse(source)).catch(({ name, message }) =>
  console.log(JSON.stringify({ by: 'swagger-parser', rule: name, at: '#', message })),
);
