import { type AccessFact, defaultsOfStreams, readersOfAll, UnreadableFact } from './access-facts';

const user = 'lienthong';
const both = [user, '$admins'];
const ours = { $r: both, $w: both, $d: both, $mr: both, $mw: both };

type Rule = (present: string | undefined, user: string) => AccessFact;
type Row = [string, Rule, object | undefined, object | undefined, boolean];

it.each<Row>([
  ['nobody said who reads $all', readersOfAll, undefined, { $acl: { $r: ['$admins', user] } }, false],
  [
    'only limits are set',
    readersOfAll,
    { $maxCount: 5, of: { us: 1 } },
    { $maxCount: 5, of: { us: 1 }, $acl: { $r: ['$admins', user] } },
    false,
  ],
  [
    'an ACL leaves reading to the server',
    readersOfAll,
    { $acl: { $mw: 'ops' } },
    { $acl: { $mw: 'ops', $r: ['$admins', user] } },
    false,
  ],
  ['one other reads $all', readersOfAll, { $acl: { $r: 'ops' } }, { $acl: { $r: ['ops', user] } }, true],
  ['nobody may', readersOfAll, { $acl: { $r: [] } }, { $acl: { $r: [user] } }, true],
  ['the user reads $all', readersOfAll, { $acl: { $r: ['ops', user] } }, undefined, false],
  ['everyone does', readersOfAll, { $acl: { $r: '$all' } }, undefined, false],
  ['nobody set a default', defaultsOfStreams, undefined, { $userStreamAcl: ours }, false],
  [
    'a default for streams of the system is set',
    defaultsOfStreams,
    { $systemStreamAcl: { $r: 'ops' } },
    { $systemStreamAcl: { $r: 'ops' }, $userStreamAcl: ours },
    false,
  ],
  [
    'the default is another',
    defaultsOfStreams,
    { $userStreamAcl: { $r: '$all' } },
    { $userStreamAcl: ours },
    true,
  ],
  [
    'one right of five is for more',
    defaultsOfStreams,
    { $userStreamAcl: { ...ours, $d: [...both, 'ops'] } },
    { $userStreamAcl: ours },
    true,
  ],
  [
    'one right of five is left open',
    defaultsOfStreams,
    { $userStreamAcl: { ...ours, $mw: undefined } },
    { $userStreamAcl: ours },
    true,
  ],
  [
    'the default is as wanted in another order',
    defaultsOfStreams,
    { $userStreamAcl: { ...ours, $r: ['$admins', user] } },
    undefined,
    false,
  ],
])('where %s', (_, rule, present, wanted, isChange) => {
  const fact = rule(present && JSON.stringify(present), user);
  expect([fact.wanted === undefined ? undefined : JSON.parse(fact.wanted), fact.isChange]).toEqual([
    wanted,
    isChange,
  ]);
  if (fact.wanted !== undefined) expect(rule(fact.wanted, user).wanted).toBeUndefined();
});

it.each([readersOfAll, defaultsOfStreams])('does not guess at what is no object: %p', (rule) => {
  for (const text of ['nonsense', '[]', '3', '{"$acl":1,"$userStreamAcl":"x"}'])
    expect(() => rule(text, user)).toThrow(UnreadableFact);
});
