/** The one refusal that is an event: no actor, ids, subject or hash of what was refused. */
export type SecrecyEvent = {
  readonly type: 'SecretDocumentRefused';
  readonly data: {
    readonly agency: string;
    /** Local date (Asia/Ho_Chi_Minh), YYYY-MM-DD. */
    readonly localDate: string;
    readonly at: string;
  };
};
