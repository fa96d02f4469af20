import { parseArguments } from './arguments';
import { StartRefused } from './start-refused';

const parse = (...argv: string[]) => parseArguments(argv, '/an/office', {});

it('has everything by default', () =>
  expect(parse()).toEqual({
    dataFolder: '/an/office/.lienthong',
    port: 8080,
    isOneProcessPerApp: false,
    isEmpty: false,
    isHelp: false,
  }));

it('reads every option, with the value after a space or an equals sign', () => {
  const expected = {
    dataFolder: '/srv/data',
    port: 9000,
    isOneProcessPerApp: true,
    isEmpty: true,
    isHelp: false,
  };
  expect(parse('--data', '/srv/data', '--port', '9000', '--services', '--empty')).toEqual(expected);
  expect(parse('--data=/srv/data', '--port=9000', '--empty', '--services')).toEqual(expected);
});

it('takes folder and port from the environment and lets the command line win', () => {
  const environment = { LIENTHONG_DATA_DIR: 'data', LIENTHONG_PORT: '7000' };
  expect(parseArguments([], '/srv', environment)).toMatchObject({ dataFolder: '/srv/data', port: 7000 });
  expect(parseArguments(['--port', '1'], '/srv', environment)).toMatchObject({ port: 1 });
});

it.each([
  [['--colour'], /Unknown argument "--colour"/],
  [['8081'], /Unknown argument "8081"/],
  [['--port'], /--port needs a value/],
  [['--data', '--empty'], /--data needs a value/],
  [['--data='], /--data needs a value/],
  [['--port', '80a'], /not "80a"/],
  [['--port', '65536'], /not "65536"/],
])('refuses %j in one line', (argv, message) => {
  expect(() => parse(...argv)).toThrow(StartRefused);
  expect(() => parse(...argv)).toThrow(message);
});
