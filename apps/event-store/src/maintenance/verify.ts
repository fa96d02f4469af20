import { StoreUnusable } from '../store';
import { calmly, type Command, counted, defaultFolder, parseWords, type Terminal } from './command';
import { damageLine, DamageSearch, type SearchResult } from './damage-search';
import { StoreReader } from './store-reader';

export const verify: Command = {
  summary: 'look at every record of a store, beside a running node or not',
  help: [
    'verify [--data DIR]',
    '  Looks at every record: checksums, positions and revisions without holes, index and heads against the log.',
    `  --data DIR   folder of the store, or of a backup; ${defaultFolder} by default`,
    '  Exit code 1 when something is damaged: each damage is a line with stream, revision and position.',
  ].join('\n'),

  async run(args, terminal) {
    const { values } = parseWords(args, [], { data: { type: 'string', default: defaultFolder } });
    const { damages, found } = await searchFolder(values.data, terminal);
    const looked = found === undefined ? 'nothing could be read' : `${whatIsThere(found)} looked at`;
    terminal.say(damages === 0 ? `sound: ${looked}` : `damaged in ${counted(damages, 'place')}: ${looked}`);
    return damages === 0 ? 0 : 1;
  },
};

/** Says each damage of the folder; a store that cannot be opened is one. */
export async function searchFolder(
  folder: string,
  terminal: Terminal,
): Promise<{ readonly damages: number; readonly found: SearchResult | undefined }> {
  let reader;
  try {
    reader = StoreReader.open(folder);
  } catch (error) {
    if (!(error instanceof StoreUnusable)) throw error;
    terminal.say(`damage: ${error.message}`);
    return { damages: 1, found: undefined };
  }
  let damages = 0;
  const report = (damage: Parameters<typeof damageLine>[0]): void => {
    damages += 1;
    terminal.say(damageLine(damage));
  };
  try {
    const found = new DamageSearch(reader, report, calmly(terminal)).run();
    return { damages, found };
  } finally {
    await reader.close();
  }
}

export const whatIsThere = ({ events, streams, lastPosition }: SearchResult): string =>
  `${counted(events, 'event')} in ${counted(streams, 'stream')}, last position ${lastPosition}`;
