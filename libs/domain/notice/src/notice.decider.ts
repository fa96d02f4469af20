import type { NoticeWay } from '@domain/codes';
import { accept, type Decider, type Decision, impossible, refuse } from '@domain/decider';
import { noticeCodec } from './notice.codec';
import type { NoticeEvent } from './notice.events';

type Chosen = Extract<NoticeEvent, { type: 'NoticesChosen' }>['data'];
interface Choose extends Chosen {
  readonly type: 'ChooseNotices';
}

interface RefuseAddress {
  readonly type: 'RefuseAddress';
  readonly way: NoticeWay;
  readonly kid: string;
  readonly reason: string;
  readonly at: string;
}

/** The last two are of the bus. */
export type NoticeCommand =
  | Choose
  | { readonly type: 'EndNotices'; readonly at: string }
  | { readonly type: 'LapseNotices'; readonly at: string }
  | RefuseAddress;

export const noticeRefusals = ['no-way', 'not-chosen'] as const;
export type NoticeRefusal = (typeof noticeRefusals)[number];

export interface ChosenNotices extends Omit<Chosen, 'at'> {
  readonly phase: 'chosen';
  readonly chosenAt: string;
  /** Ways whose address was refused, and the code of it. */
  readonly refused: Readonly<Partial<Record<NoticeWay, string>>>;
}

export type NoticeState =
  | { readonly phase: 'absent' }
  | ChosenNotices
  | {
      readonly phase: 'ended';
      readonly noticeId: string;
      readonly agency: string;
      readonly officer: string;
      /** Of the addresses that were sealed last: nothing is left to read them with. */
      readonly kid: string;
    };

type Decided = Decision<NoticeEvent, NoticeRefusal>;

/** Ways that notices go by: those with an address that was not refused. */
export const openWays = ({ ways, refused }: ChosenNotices): readonly NoticeWay[] =>
  ways.filter((way) => refused[way] === undefined);

/** An officer's wish to be told of what waits. */
export const noticeDecider: Decider<NoticeCommand, NoticeEvent, NoticeState, NoticeRefusal> = {
  initial: { phase: 'absent' },

  decide(command, state): Decided {
    switch (command.type) {
      case 'ChooseNotices': {
        const { type: _, ...data } = command;
        if (state.phase === 'chosen' && state.addresses.kid === command.addresses.kid) return accept();
        return command.ways.length === 0 ? refuse('no-way') : accept({ type: 'NoticesChosen', data });
      }
      case 'EndNotices': {
        if (state.phase === 'absent') return refuse('not-chosen');
        const { noticeId, agency, officer } = state;
        return state.phase === 'ended'
          ? accept()
          : accept({ type: 'NoticesEnded', data: { noticeId, agency, officer, at: command.at } });
      }
      case 'LapseNotices':
        return state.phase === 'chosen'
          ? accept({ type: 'NoticesLapsed', data: { noticeId: state.noticeId, at: command.at } })
          : accept();
      case 'RefuseAddress':
        return refuseAddress(command, state);
      default:
        return impossible(command);
    }
  },

  evolve(state, event): NoticeState {
    switch (event.type) {
      case 'NoticesChosen': {
        const { at: chosenAt, ...chosen } = event.data;
        return { phase: 'chosen', ...chosen, chosenAt, refused: {} };
      }
      case 'NoticesEnded':
      case 'NoticesLapsed': {
        if (state.phase !== 'chosen') return state;
        const { noticeId, agency, officer, addresses } = state;
        return { phase: 'ended', noticeId, agency, officer, kid: addresses.kid };
      }
      case 'NoticeAddressRefused': {
        if (state.phase !== 'chosen') return state;
        const { way, reason } = event.data;
        return { ...state, refused: { ...state.refused, [way]: reason } };
      }
      default:
        return impossible(event);
    }
  },
};

/** What was chosen meanwhile wins: its addresses are other ones. */
function refuseAddress({ type: _, ...refused }: RefuseAddress, state: NoticeState): Decided {
  const isOfThisChoice = state.phase === 'chosen' && state.addresses.kid === refused.kid;
  if (!isOfThisChoice || !openWays(state).includes(refused.way)) return accept();
  return accept({ type: 'NoticeAddressRefused', data: { noticeId: state.noticeId, ...refused } });
}

export const notice = { decider: noticeDecider, codec: noticeCodec };
