import { listParked, replayParked, skipParked } from './parked/parked';
import { accessOf, runTool, toolArguments, ToolRefused } from './tool';

const usage =
  'usage: npm run parked -- list | replay [PROGRAM] | skip EVENT-ID REASON [--port N | --url URL --token TOKEN]';

/**
 * `npm run parked -- list`: what the house has set aside. `replay [PROGRAM]`: takes it up again once the cause is
 * mended; ends with 1 when something failed again, which stays set aside. `skip EVENT-ID REASON`: goes on without one
 * fact for ever. Of a house on this machine the port is enough; of any other the address of its gateway and an
 * Operator's token, also in `LIENTHONG_TOKEN`.
 */
runTool(async () => {
  const { port, options, words } = toolArguments(process.argv.slice(2), ['url', 'token']);
  const [what, first, second] = words;
  const access = await accessOf(port, options);
  if (what === 'list' && words.length === 1) {
    const count = await listParked(access, process.stdout);
    if (count === 0) process.stdout.write('nothing is set aside\n');
    return;
  }
  if (what === 'replay' && words.length <= 2) {
    const failed = await replayParked(access, process.stdout, first);
    if (failed > 0) throw new ToolRefused(`${failed} failed again and stay set aside: mend the cause first`);
    return;
  }
  if (what !== 'skip' || first === undefined || second === undefined || words.length > 3)
    throw new ToolRefused(usage);
  await skipParked(access, first, second);
});
