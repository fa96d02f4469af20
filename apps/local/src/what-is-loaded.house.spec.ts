import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const apps = join(__dirname, '..', '..', '..', 'dist', 'apps');
/** Used by few requests, in threads of their own, or on some installations alone. */
const loadedLater = [
  ...['pkijs', 'asn1js', 'pdfkit', 'fontkit', 'qr', 'fflate', 'csv-stringify'],
  ...['@aws-sdk/client-s3', '@tus/server', 'file-type', '@swc/core', 'typescript'],
];
const list = `
  for (const path of process.argv.slice(1)) require(path);
  const paths = Object.keys(require.cache);
  const names = paths.map((path) => path.split('/node_modules/').at(-1).split('/'));
  const packages = names.map(([scope, name]) => (scope.startsWith('@') ? scope + '/' + name : scope));
  const own = paths.filter((path) => !path.includes('/node_modules/'));
  const found = { packages: [...new Set(packages)], own };
  process.stdout.write(JSON.stringify(found), () => process.exit());`;

it('a process loads nothing at its start that few requests need', async () => {
  const roots = ['audit', 'bus', 'directory', 'dossiers', 'exchange', 'read-models'];
  const modules = roots.map((app) => join(apps, app, 'src', `${app}.module.js`));
  const gateway = join(apps, 'gateway', 'src', 'start-gateway.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', list, ...modules, gateway]);
  const { packages, own } = JSON.parse(stdout) as Record<'packages' | 'own', readonly string[]>;
  expect(packages).toContain('@nestjs/core');
  expect(packages.filter((name) => loadedLater.includes(name))).toEqual([]);
  // Schemas and the AsyncAPI document are made for who asks.
  expect(
    own.filter((path) => /public-facts\/src\/(described|schemas|asyncapi|validated)/.test(path)),
  ).toEqual([]);
});
