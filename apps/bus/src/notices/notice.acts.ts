import type { noticeOperations } from '@contracts';
import type { Acts, CommandsOf } from '@runtime';
import type { AtNotices } from './notice-desk';

/** Officials are left alone from 21:00 to 06:00 and on days off, but for flash documents. */
const [quietFromByDefault, quietUntilByDefault] = ['21:00', '06:00'] as const;

/** What each operation on notices comes to. */
export const noticeActs: Acts<CommandsOf<typeof noticeOperations>, AtNotices> = {
  chooseNotices: ({ on, keyId, body }) => {
    const { kinds, quietFrom = quietFromByDefault, quietUntil = quietUntilByDefault } = body;
    const { mail, sms, zalo, flashAtOnce = true, onDaysOff = false } = body;
    const addresses = {
      ...(mail === undefined ? {} : { mail }),
      ...(sms === undefined ? {} : { sms }),
      ...(zalo === undefined ? {} : { zalo }),
    };
    const when = { quietFrom, quietUntil, flashAtOnce, onDaysOff };
    return on({ type: 'ChooseNotices', keyId, kinds, addresses, ...when });
  },
  endNotices: ({ on }) => on({ type: 'EndNotices' }),
};
