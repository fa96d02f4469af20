import { Counter } from 'prom-client';
import { RefusedTokens } from './refused-tokens';

it('tells at most five lines a minute for each check, and later how many there were besides', () => {
  let nowMs = 0;
  const lines: [string, object, string][] = [];
  const log = {
    info: (fields: object, text: string) => lines.push(['info', fields, text]),
    warn: (fields: object, text: string) => lines.push(['warn', fields, text]),
  };
  const counted = new Counter({ name: 'refused', help: 'refused', labelNames: ['check'], registers: [] });
  const refused = new RefusedTokens(log as never, { refusedTokens: counted }, () => nowMs);
  for (let each = 0; each < 20; each++) refused.tell('audience', 'it is for others', `c${each}`);
  refused.tell('expired', 'since then', 'e');
  expect(lines).toHaveLength(6);
  expect(lines.at(0)).toEqual([
    'warn',
    { correlationId: 'c0', check: 'audience' },
    'token refused, audience: it is for others',
  ]);
  expect(lines.at(-1)?.[0]).toBe('info');
  nowMs = 60_000;
  refused.tell('audience', 'it is for others', 'later');
  refused.tell('audience', 'it is for others', 'last');
  expect(lines.slice(6).map(([, fields]) => fields)).toEqual([
    { correlationId: 'later', check: 'audience', untold: 15 },
    { correlationId: 'last', check: 'audience' },
  ]);
});
