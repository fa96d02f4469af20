import { sql } from './sql';

it('says a value by its number', () =>
  expect(sql`select ${1} where a = ${'$9'}`).toEqual({ text: 'select $1 where a = $2', values: [1, '$9'] }));

it('holds other statements as parts, each with its own values', () => {
  const days = sql`at >= ${'a'} and at < ${'b'}`;
  expect(sql`select ${0} where ${days} or (${days}) and ${sql`true`} limit ${5}`).toEqual({
    text: 'select $1 where at >= $2 and at < $3 or (at >= $4 and at < $5) and true limit $6',
    values: [0, 'a', 'b', 'a', 'b', 5],
  });
});

it('takes whatever only looks like a statement for a value', () => {
  const looksLike = { text: 'true; drop table thing', values: [] };
  expect(sql`select ${looksLike}`).toEqual({ text: 'select $1', values: [looksLike] });
});
