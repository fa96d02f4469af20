import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transitionsPages } from './transitions';

const apps = join(__dirname, '..', '..', 'apps');

it.each(Object.entries(transitionsPages()))(
  'says of %s what the deciders answer; `npm run transitions` writes it anew',
  (app, page) => expect(readFileSync(join(apps, app, 'docs', 'transitions.md'), 'utf8')).toBe(page),
);
