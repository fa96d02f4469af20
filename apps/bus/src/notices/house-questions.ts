import { type NatsConnection, Requester, type Signing } from '@adapters/messaging';
import {
  type NoticeMatter,
  type NoticeMatters,
  type OfficerStanding,
  type Passing,
  type Subject,
  subjects,
} from '@contracts';
import { localDate } from '@domain/codes';
import type { ChosenNotices } from '@domain/notice';
import { houseCaller } from '@runtime';

/** What a notice may tell, and to whom, is known elsewhere in the house. What it throws may pass. */
export abstract class HouseQuestions {
  /** Roles of the officer on the local day; none when he is in no post there. Nothing when the agency is unknown. */
  abstract rolesOf(officer: Officer, at: string): Promise<readonly string[] | undefined>;

  /** What waits for the officer. */
  abstract mattersOf(asked: MattersAsked): Promise<readonly NoticeMatter[]>;
}

type Officer = Pick<ChosenNotices, 'agency' | 'officer'>;

interface MattersAsked extends Pick<ChosenNotices, 'agency' | 'officer' | 'kinds'> {
  readonly roles: readonly string[];
  /** What waited before is told of no more. */
  readonly from: string;
  /** Local day by whose end something is due. */
  readonly dueBy: string;
}

/** Another service does not answer, or not yet. */
class HouseSilent extends Error implements Passing {
  override readonly name = 'HouseSilent';
  readonly passes = true;
}

/** Over NATS. */
export class AskedHouse extends HouseQuestions {
  private readonly requester: Requester;

  constructor({ connection, signing }: { readonly connection: NatsConnection; readonly signing: Signing }) {
    super();
    this.requester = new Requester(connection, signing.as('bus'));
  }

  async rolesOf({ agency: code, officer }: Officer, at: string): Promise<readonly string[] | undefined> {
    const message = { target: { agency: code }, body: { officer, onDate: localDate(at) } };
    const { agency, roles } = await this.ask<OfficerStanding>(subjects.officerStanding, message);
    if (agency === 'unknown') return undefined;
    return agency === 'open' ? roles : [];
  }

  async mattersOf(body: MattersAsked): Promise<readonly NoticeMatter[]> {
    const { matters } = await this.ask<NoticeMatters>(subjects.noticeMatters, { target: {}, body });
    return matters;
  }

  private async ask<A>(
    subject: Subject,
    message: { readonly target: object; readonly body: object },
  ): Promise<A> {
    const reply = await this.requester.query<A>(subject, message, houseCaller('reactor'));
    if (!reply.ok) throw new HouseSilent(`${subject} was refused: ${reply.context}:${reply.refused}`);
    return reply.answer;
  }
}
