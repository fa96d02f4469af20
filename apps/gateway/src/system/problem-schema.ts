import { faultCodes, type ProblemName, problems } from '@contracts';
import { limits } from '../edge/limits';
import { problemType } from '../edge/problem';

const text = (description: string) => ({ type: 'string', description });

const errorSchema = {
  type: 'object',
  required: ['code', 'detail', 'detailVi'],
  properties: {
    pointer: text('where in the body: a JSON pointer as a fragment, such as `#/subject`; the whole is `#`'),
    in: {
      type: 'string',
      enum: ['query', 'path', 'header', 'token'],
      description: 'where it is when it is not in the body',
    },
    name: text('of the parameter, of the header in lower case, or of the claim'),
    code: text(
      `what is wrong, for programs: ${faultCodes.map((code) => `\`${code}\``).join(', ')}; else the last part of ` +
        '`type`',
    ),
    params: {
      type: 'object',
      description: 'values that `detail` is made of, by name, such as `min` and `max`',
      additionalProperties: true,
    },
    detail: text('what is wrong there'),
    detailVi: text('bằng tiếng Việt'),
  },
};

/** A problem document, RFC 9457, with members of our own. */
export const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'detailVi', 'instance', 'retry'],
  properties: {
    type: {
      type: 'string',
      enum: Object.keys(problems).map((name) => problemType(name as ProblemName)),
      description: 'its name, RFC 9457',
    },
    title: text('what is wrong, in short'),
    status: { type: 'integer', description: 'status of the answer' },
    detail: text('what is wrong and what to do'),
    detailVi: text('bằng tiếng Việt'),
    instance: text('path that was asked for'),
    retry: {
      type: 'string',
      enum: ['never', 'later', 'after-change'],
      description: '`later`: the same request may succeed; `after-change`: another may; `never`: leave it',
    },
    errors: {
      type: 'array',
      description: `what is wrong where; at most ${limits.errorsMax}`,
      maxItems: limits.errorsMax,
      items: errorSchema,
    },
    about: {
      type: 'object',
      description: 'what the refusal rests on, by name, where its `detail` says so',
      additionalProperties: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    },
  },
};
