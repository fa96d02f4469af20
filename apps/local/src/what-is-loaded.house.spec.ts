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
  const names = Object.keys(require.cache).map((path) => path.split('/node_modules/').at(-1).split('/'));
  const packages = names.map(([scope, name]) => (scope.startsWith('@') ? scope + '/' + name : scope));
  process.stdout.write(JSON.stringify([...new Set(packages)]), () => process.exit());`;

it('a process loads nothing at its start that few requests need', async () => {
  const roots = ['audit', 'bus', 'directory', 'dossiers', 'exchange', 'read-models'];
  const modules = roots.map((app) => join(apps, app, 'src', `${app}.module.js`));
  const gateway = join(apps, 'gateway', 'src', 'start-gateway.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', list, ...modules, gateway]);
  const packages = JSON.parse(stdout) as readonly string[];
  expect(packages).toContain('@nestjs/core');
  expect(packages.filter((name) => loadedLater.includes(name))).toEqual([]);
});
