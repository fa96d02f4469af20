import type { BookTarget, Caller, Page, PrintQuery, Subject } from '@contracts';
import type { Services } from '../edge/services';

/** Rows of one question to the read models. */
const pageRows = 200;

/**
 * All rows of a book, page by page. The first page is asked for before this returns, so that a refusal is still a
 * problem; a later failure breaks the file off.
 * @throws Problem when refused, ServiceUnavailable when nobody answers.
 */
export async function rowsOf<Row>(
  services: Services,
  subject: Subject,
  target: BookTarget,
  { after }: PrintQuery,
  caller: Caller,
): Promise<AsyncIterable<Row>> {
  const ask = (more: { cursor?: string; after?: string }): Promise<Page<Row>> =>
    services.query<Page<Row>>(subject, { target, body: { limit: pageRows, ...more } }, caller);
  const first = await ask(after === undefined ? {} : { after });
  return (async function* () {
    let page = first;
    yield* page.rows;
    while (page.next !== undefined) {
      page = await ask({ cursor: page.next });
      yield* page.rows;
    }
  })();
}
