import { replayParked } from './replay-parked/replay-parked';
import { runningHouse, runTool, toolArguments, ToolRefused } from './tool';

/**
 * `npm run replay-parked [-- --port N]`: gives every event that was set aside to its reactor once more, after the cause
 * was mended. Ends with 1 when one failed again; it stays set aside, and running this again does no harm.
 */
runTool(async () => {
  const { port, words } = toolArguments(process.argv.slice(2), []);
  if (words.length > 0) throw new ToolRefused('usage: npm run replay-parked [-- --port N]');
  const failed = await replayParked(await runningHouse(port), process.stdout);
  if (failed > 0) throw new ToolRefused(`${failed} failed again and stay set aside: mend the cause first`);
});
