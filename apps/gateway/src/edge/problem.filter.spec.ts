import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { ContentDamaged, ContentMissing, ContentStoreUnavailable } from '@adapters/content-store';
import { IssuerUnavailable } from '@adapters/identity';
import { MessageTooLarge, ServiceUnavailable, UnreadableReply } from '@adapters/messaging';
import { Problem, problemOf } from './problem';
import { problemFor } from './problem.filter';

const asked = (method: string, url: string) => ({ method, url });

describe('what is thrown at the edge', () => {
  it.each([
    [new Problem('document:not-found'), 'document:not-found'],
    [new ServiceUnavailable('a.b.v1', 'nobody-listens'), 'service:unavailable'],
    [new ServiceUnavailable('a.b.v1', 'bus-away'), 'service:unavailable'],
    [new ServiceUnavailable('a.b.v1', 'no-answer-in-time'), 'service:no-answer'],
    [new ContentStoreUnavailable('/x'), 'service:unavailable'],
    [new ContentMissing('a'), 'content:not-readable'],
    [new ContentDamaged('a', 'b'), 'content:not-readable'],
    [new IssuerUnavailable('https://issuer'), 'service:unavailable'],
    [new MessageTooLarge('a.b.v1', 600_000), 'request:too-large'],
    [new UnreadableReply('a.b.v1'), 'service:failed'],
    [new HttpException('x', 413), 'request:too-large'],
    [new HttpException('x', 415), 'request:wrong-media-type'],
    [new BadRequestException('x'), 'request:unreadable'],
    [new HttpException('x', 418), 'service:failed'],
    [new TypeError('undefined is not a function'), 'service:failed'],
    ['a text', 'service:failed'],
  ])('%s is %s', (error, name) => expect(problemFor(error, asked('GET', '/inbox')).problem).toBe(name));

  it('is a wrong method where the path is known, an unknown address elsewhere', () => {
    const missing = new NotFoundException();
    const wrong = problemFor(missing, asked('DELETE', '/documents/1?x=y'));
    expect([wrong.problem, wrong.headers]).toEqual(['request:wrong-method', { allow: 'GET, HEAD' }]);
    expect(problemFor(missing, asked('PUT', '/agencies/H99')).problem).toBe('request:no-such-address');
    expect(problemFor(missing, asked('GET', '/documents/1/2/3')).problem).toBe('request:no-such-address');
  });

  it('says nothing of our insides', () => {
    const document = problemFor(new Error('select * from secrets'), asked('GET', '/inbox')).document(
      '/inbox',
    );
    expect(JSON.stringify(document)).not.toContain('secrets');
    expect(document.status).toBe(500);
  });
});

describe('a refusal without a row', () => {
  it('is a failure of ours, and named to the log', () => {
    const problem = problemOf({ ok: false, context: 'document', refused: 'on-fire' });
    expect(problem.problem).toBe('service:failed');
    expect(String(problem.cause)).toContain('document:on-fire');
  });

  it.each(['__proto__:x', 'constructor', 'toString'])(
    'is not found among what every object has: %s',
    (context) => expect(problemOf({ ok: false, context, refused: '' }).problem).toBe('service:failed'),
  );
});

describe('headers of a problem', () => {
  it('say when to come back, and how to say who one is', () => {
    expect(new Problem('service:unavailable').headers).toEqual({ 'retry-after': '2' });
    expect(new Problem('request:not-authenticated').headers).toEqual({
      'www-authenticate': 'Bearer realm="lienthong"',
    });
    expect(new Problem('document:not-found').headers).toEqual({});
  });
});
