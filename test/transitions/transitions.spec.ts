import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transitionsPage } from './transitions';

const page = join(__dirname, '..', '..', 'apps', 'exchange', 'docs', 'transitions.md');

it('says what the deciders answer; `npm run transitions` writes it anew', () =>
  expect(readFileSync(page, 'utf8')).toBe(transitionsPage()));
