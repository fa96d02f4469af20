import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describedApi } from '../flows/described-api';

jest.setTimeout(180_000);

async function faultsOf(
  document: object,
): Promise<readonly { readonly by: string; readonly rule: string }[]> {
  const linting = spawn(process.execPath, [join(__dirname, 'lint.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  linting.stdin.end(JSON.stringify(document));
  const lines = (await text(linting.stdout)).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as { by: string; rule: string });
}

let document: OpenAPIObject;
beforeAll(async () => {
  document = await describedApi();
});

it('the API page is sound by two strict linters and a validator', async () =>
  expect(await faultsOf(document)).toEqual([]));

it('they look at it: what is planted is found by each', async () => {
  const { paths, components: _components, ...rest } = document;
  const get = { operationId: 'getMe', responses: { 200: { $ref: '#/components/responses/Nowhere' } } };
  const faults = await faultsOf({ ...rest, paths: { '/me': { get } }, servers: [] });
  expect([...new Set(faults.map(({ by }) => by))].sort()).toEqual(['redocly', 'spectral', 'swagger-parser']);
  expect(faults.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['no-empty-servers', 'no-unresolved-refs', 'invalid-ref']),
  );
  expect(Object.keys(paths).length).toBeGreaterThan(100);
});
