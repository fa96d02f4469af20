import { paperEntryOfKey } from '@domain/register/events';
import { instantsOf } from '../asking/local-days';
import type { DataOf, Projection } from '../projector/projection';
import { json } from '../projector/row-write';
import { isFound, isFoundByAll } from './entries';
import { agencyWord, numberWord, symbolSigns, typeWord } from './words';

type Left = DataOf<'OutgoingPaperRecorded'>;
type Came = DataOf<'IncomingPaperRecorded'>;

/** On paper there is a day and no hour. */
const startOf = (fromDate: string): string => instantsOf({ fromDate }).from;

const leftOnPaper = (paper: Left) => {
  const { agency, key, symbol, subject, documentType, documentDate, number, signer, recipients } = paper;
  return isFound({ agency, direction: 'out', found_id: key }, 'paper', {
    ...{ at: startOf(documentDate), documentDate },
    signs: [agencyWord(agency), typeWord(documentType), ...symbolSigns(symbol), numberWord(number)],
    texts: [subject, symbol, signer, ...recipients],
    card: json({ symbol, subject, documentType, number, documentDate }),
  });
};

const cameOnPaper = (paper: Came) => {
  const { agency, key, symbol, subject, documentType, documentDate, arrivedDate, number, sender } = paper;
  return isFound({ agency, direction: 'in', found_id: key }, 'paper', {
    ...{ at: startOf(arrivedDate), documentDate },
    signs: [
      ...[agencyWord(agency), numberWord(number)],
      ...(documentType === undefined ? [] : [typeWord(documentType)]),
      ...(symbol === undefined ? [] : symbolSigns(symbol)),
    ],
    texts: [subject, symbol ?? '', sender],
    card: json({ symbol, subject, documentType, number, documentDate, sender }),
  });
};

/** Lines of the books whose documents exist on paper only. One that was voided keeps its number, as in its book. */
export const ofPapers: Projection['on'] = {
  OutgoingPaperRecorded: (paper) => [leftOnPaper(paper)],
  IncomingPaperRecorded: (paper) => [cameOnPaper(paper)],
  NumberVoided: ({ key, series, reason }) =>
    paperEntryOfKey(key) === undefined
      ? []
      : [
          isFoundByAll(
            { found_id: key, direction: series === 'incoming' ? 'in' : 'out' },
            { card: json({ voided: reason }) },
          ),
        ],
};
