import { canonicalHash } from '@runtime';
import { describedApi } from '../../flows/described-api';
import { expectKept } from './kept';

interface Page {
  readonly paths: Record<string, Record<string, unknown>>;
  readonly components: Record<string, Record<string, unknown>>;
}

const digest = (value: unknown): string => canonicalHash(value).slice(0, 16);

it('says the same of every operation and of every schema', async () => {
  const { paths, components, ...rest } = (await describedApi()) as unknown as Page;
  const lines = [
    ...Object.entries(rest).map(([name, value]) => `${name} ${digest(value)}`),
    ...Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]) => `${method.toUpperCase()} ${path} ${digest(operation)}`,
      ),
    ),
    ...Object.entries(components).flatMap(([kind, all]) =>
      Object.entries(all).map(([name, value]) => `${kind} ${name} ${digest(value)}`),
    ),
  ];
  expectKept('openapi', lines.sort());
});
