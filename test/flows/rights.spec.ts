import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Operation, operations, subjects } from '@contracts';
import { localDate, type Role } from '@domain/codes';
import { atMost } from '@runtime';
import { type Answer, Edge, problemIn, type Sent, type Visitor } from './edge';
import { accepted, officerId, type Province, startProvince } from './province';

/** From the answer to the dismissal until the last right is gone. */
const endsWithinMs = 5_000;
const askedAtOnce = 16;

let province: Province;
let edge: Edge;

beforeAll(async () => {
  province = await startProvince({
    services: ['directory', 'exchange', 'dossiers', 'read-models', 'audit'],
    settings: { LIENTHONG_PORT: '0' },
  });
  await province.found();
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});

const closed = Object.entries<Operation>(operations).filter(
  ([, { kind }]) => kind !== 'open' && kind !== 'public',
);
const example: Readonly<Record<string, string>> = { sha256: 'a'.repeat(64), agency: 'H99.2', year: '2026' };
const unknownId = '6fa459ea-ee8a-5ca4-894e-db77e160355e';

const ask = (visitor: Visitor, { method, path, kind }: Operation): Promise<Answer<unknown>> => {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => example[name] ?? unknownId);
  const asks = ['GET', 'HEAD', 'OPTIONS'].includes(method);
  const key: Sent = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
  const mark: Sent = kind === 'upload' ? { 'content-secrecy': 'none' } : {};
  const headers = { 'content-type': asks ? '' : 'application/json', ...key, ...mark };
  return visitor.send(method, url, asks ? undefined : '{}', headers);
};

const operator = () => province.officer('H99', 'Operator');

async function appointed(officer: string, agency: string, ...roles: Role[]): Promise<Visitor> {
  const post = { officer, displayName: 'Người Thử', roles };
  accepted(await operator().command(subjects.appointOfficer, { agency }, post));
  return edge.withToken(await edge.issuer.issue({ sub: officer, agency, roles }));
}

const dismiss = async (officer: string, agency: string): Promise<void> =>
  void accepted(await operator().command(subjects.dismissOfficer, { agency, officer }));

/** Asks again until it is refused; answers how long that took. */
async function untilRefused(visitor: Visitor, path: string): Promise<number> {
  const begunMs = performance.now();
  while ((await visitor.get(path)).status !== 403) await pause(10);
  return performance.now() - begunMs;
}

async function refusedEverywhere(visitor: Visitor): Promise<void> {
  await atMost(askedAtOnce, closed, async ([name, operation]) => {
    const answer = await ask(visitor, operation);
    expect({ name, status: answer.status }).toEqual({ name, status: 403 });
    if (operation.method === 'HEAD') return;
    expect(problemIn(answer).type).toBe('urn:lienthong:problem:request:role-not-allowed');
  });
}

it('one question is enough for everybody in post at an agency', async () => {
  const { connection } = province.context;
  let asked = 0;
  const heard = connection.subscribe(subjects.officerStanding, { callback: () => void (asked += 1) });
  await connection.flush();
  // A fact of the agency: whatever is remembered of it is asked again.
  await appointed('cv.moi', 'H99.3', 'Clerk');
  const colleagues = await Promise.all(
    (['Clerk', 'Leader', 'Auditor'] as const).map((role) => edge.as('H99.3', role)),
  );
  for (const visitor of colleagues) expect((await visitor.get('/me')).status).toBe(200);
  await heard.drain();
  expect(asked).toBe(1);
});

describe('nothing at all is done by', () => {
  it('an officer who was dismissed, a moment after the answer to it', async () => {
    const visitor = await appointed('thoi.viec', 'H99.1', 'Clerk', 'Leader', 'Operator', 'Auditor');
    expect((await visitor.get('/inbox')).status).toBe(200);
    await dismiss('thoi.viec', 'H99.1');
    expect(await untilRefused(visitor, '/inbox')).toBeLessThan(endsWithinMs);
    await refusedEverywhere(visitor);
  });

  it('somebody who was never appointed, whatever their token says', async () => {
    const roles = ['Clerk', 'Leader', 'Operator', 'Auditor'];
    await refusedEverywhere(
      edge.withToken(await edge.issuer.issue({ sub: 'khong.co', agency: 'H99.1', roles })),
    );
  });

  it('an officer in the name of another agency than their own', async () => {
    const sub = officerId('Clerk', 'H99.1');
    await refusedEverywhere(
      edge.withToken(await edge.issuer.issue({ sub, agency: 'H99.2', roles: ['Clerk'] })),
    );
  });

  it('an officer of an agency nobody registered', async () => {
    const holder = { sub: officerId('Clerk', 'H99.1'), agency: 'H99.77', roles: ['Clerk'] };
    const visitor = edge.withToken(await edge.issuer.issue(holder));
    await refusedEverywhere(visitor);
    const { errors } = problemIn(await visitor.get('/inbox'));
    expect(errors).toMatchObject([{ in: 'token', name: 'sub', detail: 'nobody registered H99.77' }]);
  });

  it('an officer of an agency that is closed, from the day on', async () => {
    const card = { name: 'Đội Thử', abbreviation: 'DT', tier: 'commune', parent: 'H99' };
    accepted(await operator().command(subjects.registerAgency, { agency: 'H99.8' }, card));
    const visitor = await appointed('dong.cua', 'H99.8', 'Clerk');
    expect((await visitor.get('/inbox')).status).toBe(200);
    const today = localDate(new Date().toISOString());
    const closing = { how: 'dissolved', successors: ['H99.4'], effectiveDate: today, legalBasis: '1/QĐ' };
    accepted(await operator().command(subjects.closeAgency, { agency: 'H99.8' }, closing));
    expect(await untilRefused(visitor, '/inbox')).toBeLessThan(endsWithinMs);
    await refusedEverywhere(visitor);
  });
});

describe('a post', () => {
  it('that gets a role uses it at once, and one that loses it no longer', async () => {
    const visitor = await appointed('doi.vai', 'H99.1', 'Clerk');
    const sign = () =>
      visitor.post(`/documents/${unknownId}/signature`, { authority: 'head', position: 'x' });
    expect((await sign()).status).toBe(403);
    await appointed('doi.vai', 'H99.1', 'Clerk', 'Leader');
    expect((await sign()).status).toBe(404);
    await appointed('doi.vai', 'H99.1', 'Clerk');
    const begunMs = performance.now();
    while ((await sign()).status !== 403) await pause(10);
    expect(performance.now() - begunMs).toBeLessThan(endsWithinMs);
    expect((await visitor.get('/me')).body).toMatchObject({ roles: ['Clerk'] });
  });

  it('that ends closes the live streams that were opened with it', async () => {
    const visitor = await appointed('dang.xem', 'H99.2', 'Clerk');
    const stream = await fetch(`${edge.address}/inbox/events`, {
      headers: { authorization: `Bearer ${visitor.token}` },
    });
    expect(stream.status).toBe(200);
    await dismiss('dang.xem', 'H99.2');
    const begunMs = performance.now();
    await stream.text();
    expect(performance.now() - begunMs).toBeLessThan(endsWithinMs);
  });
});

describe('an import', () => {
  const dayMs = 24 * 60 * 60 * 1000;
  const before = (days: number): string => new Date(Date.now() - days * dayMs).toISOString();
  const receive = async (by: string, at: string) => {
    const headers = {
      'import-on-behalf-of': by,
      'import-source': 'scenario',
      'import-occurred-at': at,
    };
    return (await edge.as('H99', 'Importer')).post(`/inbox/${unknownId}/receipt`, {}, headers);
  };

  it('is judged as of when it happened', async () => {
    await appointed('truoc.day', 'H99.1', 'Clerk');
    expect((await receive('H99.1/truoc.day', before(2))).status).toBe(404);
    await dismiss('truoc.day', 'H99.1');
    expect((await receive('H99.1/truoc.day', before(2))).status).toBe(404);
    expect((await receive('H99.1/truoc.day', new Date().toISOString())).status).toBe(403);
    expect((await receive('H99.1/chua.tung', before(2))).status).toBe(403);
    expect((await receive('H99.77/truoc.day', before(2))).status).toBe(403);
    // Closed today.
    expect((await receive('H99.8/dong.cua', before(2))).status).toBe(404);
    const answer = await receive('H99.8/dong.cua', new Date().toISOString());
    expect(problemIn(answer).errors?.[0]).toMatchObject({ in: 'header', name: 'import-on-behalf-of' });
  });

  it('is of a system that is listed, and no officer is one', async () => {
    const importer = await edge.as('H99', 'Importer');
    expect((await importer.get('/me')).body).toMatchObject({ roles: ['Importer'] });
    const clerk = await edge.as('H99.1', 'Clerk');
    const headers = { 'import-source': 'scenario', 'import-on-behalf-of': 'H99.1/clerk.H99.1' };
    expect((await clerk.post(`/inbox/${unknownId}/receipt`, {}, headers)).status).toBe(403);
  });

  it('by itself acts for no agency that is closed or unknown', async () => {
    for (const agency of ['H99.8', 'H99.77']) {
      const sub = officerId('Importer', 'H99');
      const system = edge.withToken(await edge.issuer.issue({ sub, agency, roles: ['Importer'] }));
      expect((await system.post(`/inbox/${unknownId}/receipt`)).status).toBe(403);
      expect((await system.get('/inbox')).status).toBe(403);
    }
  });
});

describe('without the directory', () => {
  afterAll(() => province.startService('directory'));

  it('nobody comes in 5 s after it went: 503, and when to come back', async () => {
    const clerk = await edge.as('H99.3', 'Clerk');
    const stream = await fetch(`${edge.address}/inbox/events`, {
      headers: { authorization: `Bearer ${clerk.token}` },
    });
    expect(stream.status).toBe(200);
    await province.stopService('directory');
    const begunMs = performance.now();
    while ((await clerk.get('/inbox')).status === 200) await pause(20);
    expect(performance.now() - begunMs).toBeLessThan(endsWithinMs + 1_000);
    await stream.text();
    expect((await clerk.get('/me')).status).toBe(200);
    const beside = closed.filter(([, { tag }]) => tag !== 'system');
    await atMost(askedAtOnce, beside, async ([name, operation]) => {
      const answer = await ask(clerk, operation);
      const retryAfter = answer.headers.get('retry-after');
      expect({ name, status: answer.status, retryAfter }).toEqual({ name, status: 503, retryAfter: '2' });
    });
  });
});
