import { stat } from 'node:fs/promises';
import { judgeFolder, trustFilesIn } from './judging/judge-folder';
import { runTool, toolArguments, ToolRefused } from './tool';

const deadlineMs = 60_000;
const memoryMib = 1024;

/**
 * `npm run judge -- FOLDER [--trust FOLDER] [--at INSTANT]`: prints one verdict for each signature in the PDFs and
 * detached signatures (`.p7s`, `.p7m`, `.cms`) of a folder and those in it, one JSON line each. Nobody is trusted
 * without `--trust`, a folder of PEM or DER files. Asks nothing of a running house.
 */
runTool(async () => {
  const { options, words } = toolArguments(process.argv.slice(2), ['trust', 'at']);
  const [folder] = words;
  const isFolder =
    folder !== undefined && (await stat(folder).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) throw new ToolRefused('usage: npm run judge -- FOLDER [--trust FOLDER] [--at INSTANT]');
  const { trust: trusted, at } = options;
  const checkedAt = new Date(at ?? Date.now());
  if (Number.isNaN(checkedAt.getTime())) throw new ToolRefused('--at takes an instant, 2026-11-22T03:00:00Z');
  const trust = trusted === undefined ? [] : await readTrusted(trusted);
  for await (const line of judgeFolder(folder, {
    trust,
    checkedAt: checkedAt.toISOString(),
    deadlineMs,
    memoryMib,
  })) {
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
});

const readTrusted = (folder: string) =>
  trustFilesIn(folder).catch((cause: unknown) => {
    throw new ToolRefused(`--trust names ${folder}, which cannot be read`, { cause });
  });
