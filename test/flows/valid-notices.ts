/** What a clerk of an agency says of his own notices, with every field given. */
export function noticeTwins(agency: string, send: (path: string, body: object) => Promise<unknown>) {
  const clerk = { agency, role: 'Clerk' } as const;
  const body = {
    kinds: ['flash', 'due', 'failed'],
    mail: 'vt.stc@example.vn',
    sms: '0912345678',
    zalo: '+84912345678',
    quietFrom: '21:00',
    quietUntil: '06:00',
    flashAtOnce: true,
    onDaysOff: false,
  };
  return {
    chooseNotices: [() => Promise.resolve({ ...clerk, path: '/notices', body })],
    endNotices: [
      async () => {
        await send('/notices', body);
        return { ...clerk, path: '/notices/end', body: {} };
      },
    ],
  };
}
