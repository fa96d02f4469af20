/** A version of a procedure with every field given, whose route begins at an agency. */
export const procedureVersion = (lead: string, next: string) => ({
  name: 'Thay đổi, cải chính hộ tịch',
  sector: 'Hộ tịch',
  effectiveFromDate: '2026-01-01',
  legalTime: { amount: 6, unit: 'working-days' },
  publishedTime: { amount: 3, unit: 'working-days' },
  convention: 'endOfDay',
  channels: ['counter', 'online'],
  components: [
    { key: 'to-khai', name: 'Tờ khai', mandatory: true, originals: 1, form: 'TP/HT-2020-TKTĐ' },
    { key: 'giay-to', name: 'Giấy tờ liên quan', mandatory: false, originals: 0 },
  ],
  fees: [
    {
      ...{ key: 'le-phi', name: 'Lệ phí hộ tịch', amountVnd: 28_000, moment: 'receipt' },
      legalBasis: '85/2019/TT-BTC',
    },
  ],
  route: {
    ...{ mode: 'sequential', lead },
    legs: [{ agency: next, task: 'Xác minh', time: { amount: 1, unit: 'working-days' }, optional: false }],
  },
  onlineLevel: 'partial',
  supplement: { clock: 'restart', requestsMax: 1, answerDays: 10 },
  resultDocument: true,
  legalBasis: '1872/QĐ-BTP',
});

/** What an operator sends of procedures, each with a code of its own. */
export function procedureTwins(
  newCode: () => string,
  send: (path: string, body: object) => Promise<unknown>,
  [lead, next]: readonly [string, string],
) {
  const version = procedureVersion(lead, next);
  const at = (path: string, body: object) => ({ agency: 'H99', role: 'Operator' as const, path, body });
  const issued = async (): Promise<string> => {
    const procedure = newCode();
    await send('/procedures', { procedure, ...version });
    return procedure;
  };
  return {
    issueProcedure: [async () => at('/procedures', { procedure: newCode(), ...version })],
    amendProcedure: [
      async () =>
        at(`/procedures/${await issued()}/versions`, { ...version, effectiveFromDate: '2026-07-01' }),
    ],
    abolishProcedure: [
      async () =>
        at(`/procedures/${await issued()}/abolition`, {
          ...{ effectiveDate: '2027-01-01', legalBasis: '9/QĐ-BTP' },
        }),
    ],
  };
}
