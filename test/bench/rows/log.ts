import { replayLog } from '../../../apps/local/src/replay-log/replay-log';
import type { Row } from '../bench';
import { durableAppends } from '../durable-appends';
import { compared, type Slice } from '../pairs';
import { comparedLine } from '../table';

const header =
  'case:concept:name,case:channel,case:startdate,case:deadline,case:enddate,concept:name,concept:instance,' +
  'org:group,org:resource,time:timestamp';
/** As the log of the permits has them: a dossier goes through some six acts, and changes its unit with most of them. */
const [dossiers, acts] = [200, 6];
const day = '2011-10-11 ';

function linesOf(dossier: string): string[] {
  const ofCase = `${dossier},Internet,${day}08:00:00.000+02:00,2011-12-06 13:41:31.788+01:00,${day}17:00:00.000+02:00`;
  return Array.from({ length: acts }, (_, act) => {
    const who = `Group ${(act % 5) + 1},Resource${act + 1}`;
    return `${ofCase},T0${act} Receipt,task-${act},${who},${day}1${act}:00:00.000+02:00`;
  });
}

/** A log of the past, sent as commands in batches by the tool that does it: one event each. */
export const log: Row = async (bench) => {
  const house = await bench.house();
  const token = await house.token('H98', 'Importer');
  let logs = 0;
  const replayed: Slice = async () => {
    const name = `log-${++logs}`;
    const lines = Array.from({ length: dossiers }, (_, index) => linesOf(`${name}-${index}`)).flat();
    const bytes = Buffer.from([header, ...lines].join('\n'));
    let said = '';
    const screen = { write: (text: string) => (said += text) };
    const replay = { fileName: `${name}.csv`, bytes, address: house.address, token, skipBad: false, screen };
    const { activities, ended } = await replayLog(replay);
    if (activities !== lines.length || ended !== dossiers)
      throw new Error(`${activities} acts of ${lines.length} are told, ${ended} ends of ${dossiers}`);
    await house.settled();
    return Number(/: ([\d,]+) commands\/s/.exec(said)?.[1]?.replaceAll(',', ''));
  };
  const against = durableAppends(await bench.bareNode(), 64);
  const warmed = bench.isQuick ? bench : { ...bench, warmSlices: 3 };
  const row = { row: 'log', what: 'a log of the past replayed in batches of 100', unit: 'commands/s' };
  const result = await compared(replayed, against, warmed);
  return [comparedLine({ ...row, against: 'W, 64 in flight', wanted: '1,000/s on the real log' }, result)];
};
