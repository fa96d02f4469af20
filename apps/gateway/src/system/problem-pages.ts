import type { FastifyInstance, FastifyReply } from 'fastify';
import { isProblemName, type ProblemName, problems } from '@contracts';
import { Problem, problemPage, problemType } from '../edge/problem';

const next = {
  never: [
    'The same request never succeeds: leave it.',
    'Yêu cầu này không bao giờ thành công: không gửi lại.',
  ],
  later: ['The same request may succeed later.', 'Có thể gửi lại đúng yêu cầu này sau.'],
  'after-change': ['Another request may succeed.', 'Hãy sửa yêu cầu rồi gửi lại.'],
} as const;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body>
${body}
</body>
</html>
`;

function pageOf(name: ProblemName): string {
  const { status, retry, title, detail, detailVi } = problems[name];
  const [then, thenVi] = next[retry];
  return page(
    title,
    `<h1>${escaped(title)}</h1>
<p><code>${problemType(name)}</code>, status ${status}, retry <code>${retry}</code></p>
<p>${escaped(detail)} ${then}</p>
<p lang="vi">${escaped(detailVi)} ${thenVi}</p>
<p><a href="/problems">All problems / Tất cả</a></p>`,
  );
}

const names = Object.keys(problems) as ProblemName[];
const list = (): string =>
  page(
    'Problems',
    `<h1>Problems / Các lỗi</h1>\n<ul>\n${names
      .map(
        (name) =>
          `<li><a href="${problemPage(name)}">${name}</a>: ${escaped(problems[name].title)}. ` +
          `<span lang="vi">${escaped(problems[name].detailVi)}</span></li>`,
      )
      .join('\n')}\n</ul>`,
  );

const dataOf = (name: ProblemName): object => ({ type: problemType(name), ...problems[name] });
const wantsData = (accept = ''): boolean => accept.includes('json') && !accept.includes('text/html');
const html = 'text/html; charset=utf-8';

/** `/problems` and a page for the type of each, in both languages; as data where `Accept` asks for JSON alone. */
export function serveProblemPages(server: FastifyInstance): void {
  server.get('/problems', ({ headers }, reply) =>
    wantsData(headers.accept) ? reply.send(names.map(dataOf)) : reply.type(html).send(list()),
  );
  server.get<{ Params: { type: string } }>('/problems/:type', ({ params, headers }, reply): FastifyReply => {
    const name = params.type.replace(/^urn:lienthong:problem:/i, '');
    if (!isProblemName(name)) throw new Problem('request:no-such-address');
    return wantsData(headers.accept) ? reply.send(dataOf(name)) : reply.type(html).send(pageOf(name));
  });
}
