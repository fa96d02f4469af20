import { operations } from '@contracts';

const patterns = Object.values(operations).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** Methods that are served under a path; none when the path is unknown. */
export function methodsOf(path: string): readonly string[] {
  const methods = new Set<string>(
    patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method),
  );
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}
