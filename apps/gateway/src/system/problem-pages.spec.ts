import fastify from 'fastify';
import { type ProblemName, problems } from '@contracts';
import { problemPage, problemType } from '../edge/problem';
import { serveProblemPages } from './problem-pages';

const server = fastify();
serveProblemPages(server);
afterAll(() => server.close());
const names = Object.keys(problems) as ProblemName[];

it.each(names)('the type of %s is explained in both languages under its address', async (name) => {
  const { statusCode, headers, body } = await server.inject(problemPage(name));
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  for (const text of [problemType(name), problems[name].title, problems[name].detailVi])
    expect(
      body.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ).toContain(text);
});

it('as data, and by its name alone, as well', async () => {
  const accept = 'application/json';
  const { payload } = await server.inject({ url: '/problems/document:not-found', headers: { accept } });
  expect(JSON.parse(payload)).toMatchObject({
    type: 'urn:lienthong:problem:document:not-found',
    status: 404,
  });
});

it('all stand in a list', async () => {
  const { body } = await server.inject('/problems');
  expect(names.filter((name) => !body.includes(problemPage(name)))).toEqual([]);
});

it.each(['nothing', 'urn:lienthong:problem:x:y', '__proto__', 'constructor'])('%s is none', async (type) =>
  expect((await server.inject(`/problems/${type}`)).statusCode).not.toBe(200),
);
