import { type ReadStore, sql } from '@adapters/read-store';
import type { NoticeMatter } from '@contracts';
import type { NoticeKind, NoticeWay } from '@domain/codes';
import type { LetterLine } from './telling/letter.policy';

/** Something that waits and is in no letter yet. */
export interface Untold extends LetterLine {
  readonly noticeId: string;
  readonly way: NoticeWay;
  readonly kind: NoticeKind;
  readonly matter: string;
}

export interface OpenLetter {
  readonly letterId: string;
  readonly noticeId: string;
  readonly way: NoticeWay;
  readonly lines: readonly LetterLine[];
  readonly madeAt: string;
  readonly tries: number;
}

/** Longer than anything is looked back for, so that nothing is found a second time. Days. */
const mattersKeptDays = 180;
const lettersKeptDays = 30;
const dayMs = 24 * 60 * 60_000;
const untoldMax = 10_000;

const pathOf = ({ documentId, dossierId = '' }: NoticeMatter): string =>
  documentId === undefined ? `/dossiers/${dossierId}` : `/documents/${documentId}`;

/** What was told to whom, and what is on its way. */
export class NoticeRows {
  constructor(private readonly reads: ReadStore) {}

  /** What waits for an officer now. What is known is left as it is; what waits no more and is in no letter goes. */
  async found(
    noticeId: string,
    ways: readonly NoticeWay[],
    matters: readonly NoticeMatter[],
    at: string,
  ): Promise<void> {
    const told = JSON.stringify(
      matters.map((each) => ({
        kind: each.kind,
        matter: each.matter,
        symbol: each.symbol,
        path: pathOf(each),
      })),
    );
    await this.reads.write([
      sql`
        delete from notice_matter where notice_id = ${noticeId} and letter_id is null and (way, kind, matter) not in (
          select way, given ->> 'kind', given ->> 'matter'
          from jsonb_array_elements(${told}::jsonb) as given
          cross join jsonb_array_elements_text(${JSON.stringify(ways)}::jsonb) as way)`,
      sql`
        insert into notice_matter (notice_id, way, kind, matter, symbol, path, found_at)
        select ${noticeId}, way, given ->> 'kind', given ->> 'matter', given ->> 'symbol', given ->> 'path', ${at}
        from jsonb_array_elements(${told}::jsonb) as given
        cross join jsonb_array_elements_text(${JSON.stringify(ways)}::jsonb) as way
        on conflict do nothing`,
    ]);
  }

  /** Oldest first, at most 10,000. */
  untold(): Promise<readonly Untold[]> {
    return this.reads.query<Untold>(sql`
      select notice_id as "noticeId", way, kind, matter, symbol, path
      from notice_matter where letter_id is null order by found_at, notice_id, matter limit ${untoldMax}`);
  }

  /** When the last letter to an officer by this way was made. */
  async lastMadeAt(noticeId: string, way: NoticeWay): Promise<string | undefined> {
    const [last] = await this.reads.query<{ madeAt: string }>(sql`
      select made_at as "madeAt" from notice_letter
      where notice_id = ${noticeId} and way = ${way} order by made_at desc limit 1`);
    return last?.madeAt;
  }

  /** Of matters of one officer and way, all at once or not at all. */
  async write(letter: Omit<OpenLetter, 'tries'>, matters: readonly Untold[]): Promise<void> {
    const { letterId, noticeId, way, lines, madeAt } = letter;
    const told = JSON.stringify(matters.map(({ kind, matter }) => ({ kind, matter })));
    await this.reads.write([
      sql`
        insert into notice_letter (letter_id, notice_id, way, lines, made_at, tries, next_at)
        values (${letterId}, ${noticeId}, ${way}, ${JSON.stringify(lines)}::jsonb, ${madeAt}, 0, ${madeAt})
        on conflict do nothing`,
      sql`
        update notice_matter set letter_id = ${letterId}
        from jsonb_array_elements(${told}::jsonb) as given
        where notice_id = ${noticeId} and way = ${way} and letter_id is null
          and kind = given ->> 'kind' and notice_matter.matter = given ->> 'matter'`,
    ]);
  }

  due(way: NoticeWay, at: string, max: number): Promise<readonly OpenLetter[]> {
    return this.reads.query<OpenLetter>(sql`
      select letter_id as "letterId", notice_id as "noticeId", way, lines, made_at as "madeAt", tries
      from notice_letter where way = ${way} and next_at <= ${at} order by next_at, letter_id limit ${max}`);
  }

  /** @param nextAt nothing when it is not tried any more */
  async tried(letterId: string, outcome: string, nextAt?: string): Promise<void> {
    await this.reads.query(sql`
      update notice_letter set tries = tries + 1, outcome = ${outcome}, next_at = ${nextAt ?? null}
      where letter_id = ${letterId}`);
  }

  async openLetters(): Promise<number> {
    const [row] = await this.reads.query<{ open: number }>(
      sql`select count(*)::integer as open from notice_letter where next_at is not null`,
    );
    return row?.open ?? 0;
  }

  /** Nothing of an officer who wants to hear no more. */
  async forget(noticeId: string): Promise<void> {
    await this.reads.write([
      sql`delete from notice_letter where notice_id = ${noticeId}`,
      sql`delete from notice_matter where notice_id = ${noticeId}`,
    ]);
  }

  /** What is too old to be found again. */
  async clear(at: string): Promise<void> {
    const before = (days: number) => new Date(Date.parse(at) - days * dayMs).toISOString();
    await this.reads.write([
      sql`delete from notice_letter where made_at < ${before(lettersKeptDays)} and next_at is null`,
      sql`delete from notice_matter where found_at < ${before(mattersKeptDays)}`,
    ]);
  }
}
