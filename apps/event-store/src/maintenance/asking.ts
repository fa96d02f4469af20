import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { type Terminal } from './command';

const interrupted = 130;

/** Asks at the terminal of this process; undefined when its input or its error output is none. */
export function asking(): Terminal['ask'] {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return async (question, how) => {
    stderr.write(question);
    // What is typed is shown by readline, so where nothing is to be shown its output leads nowhere.
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const output = how === 'hidden' ? nowhere : stderr;
    const lines = createInterface({ input: stdin, output, terminal: true });
    lines.once('SIGINT', () => process.exit(interrupted));
    const answer = await lines.question('');
    lines.close();
    if (how === 'hidden') stderr.write('\n');
    return answer;
  };
}
