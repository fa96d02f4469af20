import { faultCodes, faultInVietnamese } from '@contracts';
import { errorTold } from './error-told';

it.each([
  ['/body', { pointer: '#' }],
  ['/body/subject', { pointer: '#/subject' }],
  ['/body/contents/0/name', { pointer: '#/contents/0/name' }],
  ['/body/a~1b~0c', { pointer: '#/a~1b~0c' }],
  ['/body/trường %#', { pointer: '#/tr%C6%B0%E1%BB%9Dng%20%25%23' }],
  ['/body/a\ud800b', { pointer: '#/a%EF%BF%BDb' }],
  ['/query/limit', { in: 'query', name: 'limit' }],
  ['/target/documentId', { in: 'path', name: 'documentId' }],
  ['/headers/idempotency-key', { in: 'header', name: 'idempotency-key' }],
  ['/token/sub', { in: 'token', name: 'sub' }],
])('what is wrong at %s is told in the body by pointer, elsewhere by name', (pointer, place) => {
  const { code, detail, detailVi, params, ...told } = errorTold(
    { pointer, detail: 'x' },
    'request:malformed',
  );
  expect([told, code, detail, params]).toEqual([place, 'malformed', 'x', undefined]);
  expect(detailVi).toContain('sai định dạng');
});

it('has the code of its fault, the values it is about, and its sentence in Vietnamese', () => {
  const error = {
    pointer: '/body/subject',
    detail: 'x',
    code: 'line',
    params: { min: 1, max: 500 },
  } as const;
  expect(errorTold(error, 'request:malformed')).toEqual({
    pointer: '#/subject',
    code: 'line',
    params: { min: 1, max: 500 },
    detail: 'x',
    detailVi: 'phải là một dòng gồm 1 đến 500 ký tự và không để trống',
  });
});

const params = { min: 1, max: 2, first: 1900, last: 2199, values: ['a', 'b'], other: 'x', example: 'CV' };
it.each(faultCodes)('%s is said in Vietnamese, with every value it is about', (code) => {
  expect(faultInVietnamese({ code, params })).toMatch(
    /[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i,
  );
  expect(faultInVietnamese({ code, params })).not.toContain('undefined');
});
