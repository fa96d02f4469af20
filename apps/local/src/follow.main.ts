import { connectNats, followPublic } from '@adapters/messaging';
import { everythingBelow } from '@contracts';
import { agencyToken, isAgencyCode } from '@domain/codes';
import { runningHouse, runTool, toolArguments, ToolRefused } from './tool';

/**
 * `npm run follow -- AGENCY [--count N] [--port N]`: prints the public facts of an agency from JetStream, oldest
 * first, one CloudEvent a line, until N are printed or Ctrl-C.
 */
runTool(async () => {
  const { port, options, words } = toolArguments(process.argv.slice(2), ['count']);
  const [agency] = words;
  if (agency === undefined || !isAgencyCode(agency)) {
    throw new ToolRefused('usage: npm run follow -- AGENCY [--count N] [--port N]');
  }
  const count = options['count'] === undefined ? Number.POSITIVE_INFINITY : Number(options['count']);
  if (!(count >= 1)) throw new ToolRefused('--count takes a number from 1');
  const { natsUrl, natsUser, natsPassword, natsCreds } = await runningHouse(port);
  const connection = await connectNats({
    url: natsUrl,
    user: natsUser,
    password: natsPassword,
    creds: natsCreds,
    name: 'follow',
  });
  let printed = 0;
  for await (const message of followPublic(connection, everythingBelow('public', agencyToken(agency)))) {
    process.stdout.write(`${message}\n`);
    if (++printed === count) break;
  }
  await connection.close();
});
