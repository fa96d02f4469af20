/** What is said around a command: target and body are left out, which have their forms by the operation. */
export function withoutContent(command: unknown): unknown {
  if (typeof command !== 'object' || command === null || Array.isArray(command)) return command;
  const { target: _target, body: _body, ...said } = command as Readonly<Record<string, unknown>>;
  return said;
}
