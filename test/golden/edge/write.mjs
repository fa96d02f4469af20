import { spawnSync } from 'node:child_process';

/** `npm run golden`: writes anew what the edge says, answers and stores; git shows what has changed. */
const env = { ...process.env, LIENTHONG_GOLDEN: 'write' };
for (const args of [['test/golden/edge'], ['--config', 'test/houses/jest.config.cjs', 'test/golden/edge']]) {
  const { status } = spawnSync('npm', ['run', '--silent', 'jest', '--', ...args], { env, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
