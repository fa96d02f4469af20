/** A set-up step could not be done. The message is one line that says what to do; `output` is what the tool printed. */
export class StepFailed extends Error {
  constructor(message, output = '') {
    super(message);
    this.name = 'StepFailed';
    this.output = output;
  }
}
