import { replayParked } from './parked/parked';
import { accessOf, runTool, toolArguments, ToolRefused } from './tool';

const usage = 'usage: npm run replay-parked [-- --port N | --url URL --token TOKEN]';

/**
 * `npm run replay-parked`: takes up everything that was set aside once more, after the cause was mended. Ends with 1
 * when something failed again; it stays set aside, and running this again does no harm.
 */
runTool(async () => {
  const { port, options, words } = toolArguments(process.argv.slice(2), ['url', 'token']);
  if (words.length > 0) throw new ToolRefused(usage);
  const failed = await replayParked(await accessOf(port, options), process.stdout);
  if (failed > 0) throw new ToolRefused(`${failed} failed again and stay set aside: mend the cause first`);
});
