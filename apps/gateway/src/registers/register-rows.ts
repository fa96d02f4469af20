import type { Caller, Message, Page, Subject } from '@contracts';
import type { Services } from '../edge/services';

/** Rows of one question to the read models. */
const rowsAtOnce = 200;

/**
 * All rows of a list, page by page. The first page is asked for before this returns, so that a refusal is still a
 * problem; a later failure breaks the file off. The body says of which rows, and `after` for the first page alone.
 * @throws Problem when refused, ServiceUnavailable when nobody answers.
 */
export async function rowsOf<Row>(
  services: Services,
  subject: Subject,
  { target, body }: Message,
  caller: Caller,
  limit = rowsAtOnce,
): Promise<AsyncIterable<Row>> {
  const { after, ...which } = body as { readonly after?: string };
  const ask = (more: { cursor?: string; after?: string }): Promise<Page<Row>> =>
    services.query<Page<Row>>(subject, { target, body: { ...which, limit, ...more } }, caller);
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
