/** A program that a reader of the API page would write, against what a generator made of it. */
export interface Driver {
  readonly name: string;
  /** Of a package, after `node_modules/`, with what it is told; the page is `../openapi.json`. */
  readonly generate: readonly string[];
  readonly program: string;
}

/** Prints what it got as one line of JSON: the same for every generator. */
const told = `
const [address = '', token = ''] = process.argv.slice(2);
const headers = { Authorization: \`Bearer \${token}\` };
const tell = (answers: object) => console.log(JSON.stringify(answers));
`;

export const drivers: readonly Driver[] = [
  {
    name: 'openapi-typescript',
    generate: ['openapi-typescript/bin/cli.js', '../openapi.json', '--output', 'schema.ts'],
    program: `
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
${told}
async function drive(): Promise<void> {
  const client = createClient<paths>({ baseUrl: address, headers });
  const me = await client.GET('/me');
  const agency = await client.GET('/agencies/{agency}', { params: { path: { agency: 'H99.1' } } });
  const details: components['schemas']['AgencyDetails'] | undefined = agency.data;
  const none = await client.GET('/agencies/{agency}', { params: { path: { agency: 'H99.88' } } });
  const body = { officer: 'moi.01', displayName: 'Nguyễn Văn Mới', roles: ['Clerk' as const] };
  const params = { path: { agency: 'H99.1' }, header: { 'Idempotency-Key': 'cap-moi' } };
  const appointed = await client.POST('/agencies/{agency}/officers', { params, body });
  const blank = await client.POST('/agencies/{agency}/officers', {
    params: { ...params, header: { 'Idempotency-Key': 'rong' } },
    body: { ...body, displayName: '' },
  });
  tell({
    officer: me.data?.officer,
    name: details?.name,
    type: none.error?.type,
    position: typeof appointed.data?.position,
    code: blank.error?.errors?.[0]?.code,
    pointer: blank.error?.errors?.[0]?.pointer,
  });
}
void drive();
`,
  },
  {
    name: '@hey-api/openapi-ts',
    generate: [
      '@hey-api/openapi-ts/bin/run.js',
      '--input',
      '../openapi.json',
      '--output',
      'generated',
      '--silent',
    ],
    program: `
import { client } from './generated/client.gen';
import { appointOfficer, getAgency, getMe } from './generated/sdk.gen';
import type { AgencyDetails } from './generated/types.gen';
${told}
async function drive(): Promise<void> {
  client.setConfig({ baseUrl: address, headers });
  const me = await getMe();
  const agency = await getAgency({ path: { agency: 'H99.1' } });
  const details: AgencyDetails | undefined = agency.data;
  const none = await getAgency({ path: { agency: 'H99.88' } });
  const body = { officer: 'moi.01', displayName: 'Nguyễn Văn Mới', roles: ['Clerk' as const] };
  const path = { agency: 'H99.1' };
  const appointed = await appointOfficer({ path, body, headers: { 'Idempotency-Key': 'cap-moi' } });
  const blank = await appointOfficer({
    path,
    body: { ...body, displayName: '' },
    headers: { 'Idempotency-Key': 'rong' },
  });
  tell({
    officer: me.data?.officer,
    name: details?.name,
    type: none.error?.type,
    position: typeof appointed.data?.position,
    code: blank.error?.errors?.[0]?.code,
    pointer: blank.error?.errors?.[0]?.pointer,
  });
}
void drive();
`,
  },
];
