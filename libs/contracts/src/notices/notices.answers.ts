import { type NoticeKind, noticeKinds, noticeWays } from '@domain/codes';
import { type Answer, at, described, list, maybe, oneOf, shape, text, yes } from '../answer';

const way = described(oneOf(...noticeWays), 'mail by SMTP, text message, Zalo');

export const noticesView = shape({
  chosen: described(yes, 'false where the officer wants to be told of nothing; then only `offered` is there'),
  offered: described(
    list(way),
    'ways the operator has set up; what is chosen of others waits until they are',
  ),
  kinds: maybe(described(list(oneOf(...noticeKinds)), 'of what the officer wants to be told')),
  ways: maybe(
    described(
      list(
        shape({
          way,
          address: maybe(described(text, 'as it was chosen; absent when its key is lost: choose anew')),
          refused: maybe(
            described(
              text,
              'code with which the address was refused: nothing goes there until it is chosen anew',
            ),
          ),
        }),
      ),
      'those that an address was given for; the same is told by each',
    ),
  ),
  quietFrom: maybe(described(text, 'local time, HH:mm')),
  quietUntil: maybe(described(text, 'local time, HH:mm')),
  flashAtOnce: maybe(described(yes, 'flash documents are told at any time')),
  onDaysOff: maybe(described(yes, 'the other kinds are told on days off, too')),
  chosenAt: maybe(at),
});
export type NoticesView = Answer<typeof noticesView>;

/** What waits for an officer: never more than number, symbol and what a link is made of. */
export interface NoticeMatter {
  readonly kind: NoticeKind;
  /** The same as long as it waits for the same reason. */
  readonly matter: string;
  /** Number and symbol of a document, code of a dossier. */
  readonly symbol: string;
  readonly documentId?: string;
  readonly dossierId?: string;
}

export interface NoticeMatters {
  readonly matters: readonly NoticeMatter[];
}
