const streamName = /^[a-z]+-[A-Za-z0-9.-]{1,120}$/;

/**
 * The only way a stream name comes into being: `category-id`, ASCII, id at most 120 characters.
 * @throws RangeError when category or id hold anything else; that is a caller that skipped validation, a retry does
 * not help.
 */
export function streamNameOf(category: string, id: string): string {
  const name = `${category}-${id}`;
  if (!streamName.test(name) || category.includes('-')) {
    throw new RangeError(
      `not a stream name: ${JSON.stringify(name)}; categories are a-z, ids hold 1 to 120 of A-Z a-z 0-9 . -`,
    );
  }
  return name;
}

/** The id of a stream of that category, or nothing when the stream belongs to another one. */
export function idOfStream(category: string, name: string): string | undefined {
  return name.startsWith(`${category}-`) && streamName.test(name)
    ? name.slice(category.length + 1)
    : undefined;
}
