/** A revision with every field given, that closes one agency on a day of its own in the place of another day. */
export function calendarTwins(
  newDay: () => string,
  send: (path: string, body: object) => Promise<unknown>,
  agency: string,
) {
  const notice = { source: '41/TB-UBND', reason: 'Sửa chữa trụ sở' };
  const closed = (date: string) => ({
    ...{ date, kind: 'LOCAL_CLOSURE', source: notice.source, validFrom: '2026-12-01' },
    ...{ unverified: true, agency },
  });
  const path = '/calendar/revisions';
  return {
    reviseCalendar: [
      async () => {
        const date = newDay();
        await send(path, { ...notice, added: [closed(date)] });
        const body = {
          ...{ ...notice, added: [closed(newDay())], removed: [{ date, agency }] },
          hours: '07:00-11:30,13:30-17:00',
        };
        return { agency: 'H99', role: 'Operator' as const, path, body };
      },
    ],
  };
}
