import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';

/** A line of a stack that names a place in compiled code: what comes before the path, path, line, column. */
const frame = /^( +at (?:[^(\n]*\()?)(?:file:\/\/)?(\/[^:\n]+\.js):(\d+):(\d+)/gm;

/** Maps are kept for the same few files that fail again and again while something is away; some 50 kB each. */
const mapsMax = 20;
const maps = new Map<string, SourceMap | undefined>();

/**
 * A stack by the lines of TypeScript it was compiled from. The maps are read when a stack is told: Node's own
 * `--enable-source-maps` keeps those of every module from the start, also of the libraries.
 */
export const typescriptLines = (stack: string): string =>
  stack.replace(frame, (compiled, before: string, path: string, line: string, column: string) => {
    const map = path.includes('/node_modules/') ? undefined : mapOf(path);
    const origin = map?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return compiled;
    const source = resolve(dirname(path), origin.fileName);
    return `${before}${source}:${origin.lineNumber}:${origin.columnNumber}`;
  });

function mapOf(path: string): SourceMap | undefined {
  if (!maps.has(path)) {
    if (maps.size >= mapsMax) maps.clear();
    maps.set(path, readMap(path));
  }
  return maps.get(path);
}

/** A file without a map, or whose map cannot be read, keeps its own lines: an error is told whatever happens. */
function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
