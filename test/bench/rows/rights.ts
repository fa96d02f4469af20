import { subjects } from '@contracts';
import { localDate } from '@domain/codes';
import { atMost } from '@runtime';
import { Officer } from '../../flows/province';
import type { Row } from '../bench';
import { agencies } from '../house';
import { connections, OffersOfOfficers, processorMsEach } from '../offers-of-officers';
import { compared, type Slice } from '../pairs';
import { comparedLine, number } from '../table';

const officers = 60;

/**
 * What it costs to know that an officer is in post, in processor time of all processes of the house: a question to the
 * directory beside an offer of a hand-off with everything that follows from it; and, with as many questions as were
 * asked while 64 connections offered, the part of the command path that they take. An agency is asked about once in
 * 5 s.
 */
export const rights: Row = async (bench) => {
  const house = await bench.house();
  const offers = await OffersOfOfficers.of(house, (operation) => operation === subjects.officerStanding);
  const onDate = localDate(new Date().toISOString());

  const questions: Slice = async (ms) => {
    const posts = Array.from({ length: ms }, (_, n) => {
      const agency = agencies[n % agencies.length] as string;
      return { agency, officer: `mc.${n % officers}` };
    });
    const asker = new Officer(house.requester, 'H98', 'Operator');
    return processorMsEach(house, posts.length, () =>
      atMost(connections, posts, ({ agency, officer }) =>
        asker.query(subjects.officerStanding, { agency }, { officer, onDate }),
      ),
    );
  };
  const what = `a question whether an officer is in post, ${connections} at once`;
  const row = { row: 'rights', what, unit: 'ms of processor', against: 'an offer with what follows' };
  const question = await compared(questions, offers.costs, bench);
  return [
    comparedLine(row, question),
    {
      row: row.row,
      what: `the same, as often as ${number(offers.count)} offers of ${agencies.length} agencies asked`,
      value: `${number(offers.messagesEach)} questions an offer`,
      ratio: `**${number(offers.messagesEach * question.ratio.median)}**`,
      wanted: '≤ 0.02',
    },
  ];
};
