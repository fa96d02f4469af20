/**
 * The npm that runs this, as a program and its first arguments. npm names its own script to what it runs, so the same
 * npm is used again even when another one comes first on PATH.
 */
export function npm() {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script))
    return { file: process.execPath, args: [script] };
  return { file: 'npm', args: [] };
}
