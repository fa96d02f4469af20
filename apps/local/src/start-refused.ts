/** The house cannot start. The message is one whole line: what is wrong, where, and what to do about it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/\s*\n\s*/g, ' '), options);
  }
}
