/** A tool of this machine cannot go on; its message is one line for the terminal. */
export class ToolRefused extends Error {
  override readonly name = 'ToolRefused';
}
