import { Injectable } from '@nestjs/common';
import type { Caller, Message, Nothing, Subject } from '@contracts';
import { Clock, commandMeta, type Desk, type Doing, doing, entityId } from '@runtime';
import { ActOnNotices, type AskedOfNotices, noticeIdOf } from './notice.command-handler';

/** The officer who acts, for himself alone. */
export interface AtNotices {
  readonly keyId: string;
  readonly on: (asked: AskedOfNotices) => Doing<Nothing>;
}

@Injectable()
export class NoticeDesk implements Desk<AtNotices> {
  constructor(private readonly clock: Clock) {}

  by(subject: Subject, message: Message, caller: Caller): Promise<AtNotices> {
    const { meta, commandId, at } = commandMeta(caller, subject, message, this.clock);
    const { agency, officer } = caller.actor;
    const who = { noticeId: noticeIdOf(agency, officer), agency, officer, at };
    const on = (asked: AskedOfNotices) => doing(new ActOnNotices(asked, who, meta));
    return Promise.resolve({ keyId: entityId(commandId, 'notice-key'), on });
  }
}
