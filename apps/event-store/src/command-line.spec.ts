import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCommandLine, WrongUsage } from './command-line';

const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
afterAll(() => rmSync(folder, { recursive: true }));

const passwordFile = join(folder, 'password');
writeFileSync(passwordFile, ' mật khẩu \n');
const emptyFile = join(folder, 'empty');
writeFileSync(emptyFile, '\n');

const tls = ['--certificate', 'c.pem', '--private-key', 'k.pem'];
const node = (args: string[], environment = {}) => parseCommandLine(['--memory', ...args], environment).node;

it('is on loopback, on any free port and with a key and a password of its own by default', () => {
  const line = parseCommandLine(['--data', 'd'], {});
  expect(line).toEqual({
    node: { host: '127.0.0.1', port: 0, as: '24.2', dataDir: 'd' },
    isSupervised: false,
  });
});

it('names the files of TLS, and takes the password from a file or from the environment', () => {
  const files = { certificateFile: 'c.pem', privateKeyFile: 'k.pem' };
  expect(node(tls).security).toEqual(files);
  const fromFile = node([...tls, '--user', 'admin', '--password-file', passwordFile]);
  expect(fromFile.security).toEqual({ ...files, user: { name: 'admin', password: ' mật khẩu ' } });
  const fromEnvironment = node([...tls, '--user', 'admin'], { EVENT_STORE_PASSWORD: 'secret' });
  expect(fromEnvironment.security).toEqual({ ...files, user: { name: 'admin', password: 'secret' } });
});

it('knows no user without --user, whatever the environment holds', () => {
  expect(node(tls, { EVENT_STORE_PASSWORD: 'secret' }).security).not.toHaveProperty('user');
});

it('goes on with the access of an earlier start, and lets anyone in only when told so', () => {
  expect(node(['--access', 'd/access']).security).toEqual({ access: 'd/access' });
  expect(node(['--insecure']).security).toBe('insecure');
});

it('has the ways of the server it is told, by the option first', () => {
  expect(node([]).as).toBe('24.2');
  expect(node([], { EVENT_STORE_AS: '23.10' }).as).toBe('23.10');
  expect(node(['--as', '24.2'], { EVENT_STORE_AS: '23.10' }).as).toBe('24.2');
});

it('takes an advertised address', () => {
  expect(node(['--advertise', 'store.example:2113']).advertised).toEqual({
    host: 'store.example',
    port: 2113,
  });
});

it.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
  ['neither folder nor memory', [], {}, /Give either --data DIR or --memory/],
  ['both', ['--memory', '--data', 'd'], {}, /Give either --data DIR or --memory/],
  ['an unknown option', ['--memory', '--password', 'x'], {}, /Unknown option '--password'/],
  ['a port out of range', ['--memory', '--port', '65536'], {}, /--port 65536 is not a port/],
  ['an address without a port', ['--memory', '--advertise', 'host'], {}, /--advertise host is not HOST:PORT/],
  ['the ways of a server it does not know', ['--memory', '--as', '20.10'], {}, /not one of 23\.10, 24\.2/],
  ['the same from the environment', ['--memory'], { EVENT_STORE_AS: '5' }, /EVENT_STORE_AS 5 is not one of/],
  ['half of a certificate', ['--memory', '--certificate', 'c'], {}, /go together/],
  [
    'a user without a certificate',
    ['--memory', '--user', 'a'],
    { EVENT_STORE_PASSWORD: 'b' },
    /--user goes with a certificate/,
  ],
  ['a certificate of two kinds', ['--memory', ...tls, '--access', 'd'], {}, /Give one of --certificate/],
  ['a certificate that nobody asks for', ['--memory', ...tls, '--insecure'], {}, /Give one of --certificate/],
  ['an access that lets anyone in', ['--memory', '--access', 'd', '--insecure'], {}, /Give one of/],
  ['a name with a colon', ['--memory', ...tls, '--user', 'a:b'], {}, /without a colon/],
  ['a user without a password', ['--memory', ...tls, '--user', 'a'], {}, /--user a has no password/],
  [
    'an empty password',
    ['--memory', ...tls, '--user', 'a', '--password-file', emptyFile],
    {},
    /--user a has no password/,
  ],
  [
    'two passwords',
    ['--memory', ...tls, '--user', 'a', '--password-file', passwordFile],
    { EVENT_STORE_PASSWORD: 'b' },
    /not by both/,
  ],
  [
    'a password file that is not there',
    ['--memory', ...tls, '--user', 'a', '--password-file', join(folder, 'none')],
    {},
    /--password-file cannot be read: ENOENT/,
  ],
  ['a password for nobody', ['--memory', ...tls, '--password-file', passwordFile], {}, /belongs to --user/],
])('refuses %s and says how it is meant', (_, args, environment, message) => {
  const parse = () => parseCommandLine(args, environment);
  expect(parse).toThrow(WrongUsage);
  expect(parse).toThrow(message);
  expect(parse).toThrow(/Usage: event-store/);
});
