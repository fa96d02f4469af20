import { type ProblemName, problems } from '@contracts';
import { limits } from '../edge/limits';
import { problemType } from '../edge/problem';

const text = (description: string) => ({ type: 'string', description });

const errorSchema = {
  type: 'object',
  required: ['pointer', 'detail'],
  properties: {
    pointer: text('JSON pointer into the request, such as `/body/subject`'),
    detail: text('what is wrong there'),
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
