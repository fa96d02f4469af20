import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventIn, isKnownType, type TakenEvent } from './public-event';

const folder = join(__dirname, '../../formats/public-facts/examples');
const facts = readdirSync(folder).filter((file) => !file.startsWith('vn.lienthong.webhook.'));
const examples = facts.map(
  (file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cloudEvent: object }).cloudEvent,
);

it.each(examples.map((each) => [(each as TakenEvent).type, each] as const))('reads %s', (_, example) => {
  const numbered = { ...example, feednumber: 1, feedprevious: 0 };
  for (const message of [numbered, JSON.stringify(numbered)]) {
    expect(eventIn(message)).toEqual(numbered);
    expect(isKnownType(eventIn(message) as TakenEvent)).toBe(true);
  }
  expect(eventIn(example)).toEqual(example);
});

it('leaves alone what is not known: an attribute, a field, a whole type', () => {
  const [example] = examples;
  const later = { ...example, type: 'vn.lienthong.exchange.later.v1', trace: 'x', data: { of: 'later' } };
  expect(eventIn(later)).toEqual(later);
  expect(isKnownType(later as unknown as TakenEvent)).toBe(false);
});

it.each<[string, unknown]>([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['null', 'null'],
  ['no data', { ...examples[0], data: undefined }],
  ['no id', { ...examples[0], id: 7 }],
  ['another version of CloudEvents', { ...examples[0], specversion: '0.3' }],
  ['half a number', { ...examples[0], feednumber: 1 }],
  ['a number that is a text', { ...examples[0], feednumber: '1', feedprevious: '0' }],
])('takes %s for no message', (_, message) => expect(eventIn(message)).toBeUndefined());
