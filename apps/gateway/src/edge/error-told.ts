import { faultInVietnamese, type FieldError, type ProblemName, problems } from '@contracts';

/** Where a request holds what is no body. */
const parts = { query: 'query', target: 'path', headers: 'header', token: 'token' } as const;
type Part = keyof typeof parts;

/** One thing wrong, as it is answered: in the body by a JSON pointer (RFC 6901, 6), elsewhere by a name. */
export interface ErrorTold {
  readonly pointer?: string;
  readonly in?: (typeof parts)[Part];
  /** Of the parameter, the header in lower case, or the claim. */
  readonly name?: string;
  /** What is wrong, for programs; the name of the refusal where nothing is said besides. */
  readonly code: string;
  readonly params?: FieldError['params'];
  readonly detail: string;
  readonly detailVi: string;
}

export function errorTold(
  { pointer, detail, detailVi, code, params }: FieldError,
  problem: ProblemName,
): ErrorTold {
  const [, refusal = ''] = problem.split(':');
  return {
    ...placeOf(pointer),
    ...(code === undefined
      ? { code: refusal, detail, detailVi: detailVi ?? problems[problem].detailVi }
      : {
          code,
          ...(params === undefined ? {} : { params }),
          detail,
          detailVi: faultInVietnamese({ code, ...(params === undefined ? {} : { params }) }),
        }),
  };
}

function placeOf(pointer: string): Pick<ErrorTold, 'pointer' | 'in' | 'name'> {
  const [, part = '', name] = pointer.split('/');
  if (part === 'body') return { pointer: `#${fragment(pointer.slice('/body'.length))}` };
  if (name === undefined || !Object.hasOwn(parts, part)) return { pointer: `#${fragment(pointer)}` };
  return { in: parts[part as Part], name: name.replaceAll('~1', '/').replaceAll('~0', '~') };
}

/** What a fragment of a URI may hold stays (RFC 3986, 3.5). A half of a surrogate pair has no form there. */
const fragment = (pointer: string): string =>
  encodeURI(pointer.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('#', '%23');
