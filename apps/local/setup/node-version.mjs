// This file must parse on every Node that knows modules at all, so that a too old one gets a sentence and not a
// syntax error.
export var oldestNode = '20.19.0';

export function isRecentEnough(version, oldest) {
  var have = version.replace(/^v/, '').split('.').map(Number);
  var need = oldest.split('.').map(Number);
  for (var i = 0; i < 3; i += 1) {
    if (have[i] !== need[i]) return have[i] > need[i];
  }
  return true;
}

/** Ends the process with one line when this Node is too old to run anything else of the house. */
export function requireNode() {
  if (isRecentEnough(process.version, oldestNode)) return;
  console.error(
    'Lienthong needs Node ' +
      oldestNode +
      ' or newer and this is ' +
      process.version +
      '. Install a current Node (https://nodejs.org), then run the same command again.',
  );
  process.exit(1);
}
