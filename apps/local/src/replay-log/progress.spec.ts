import { Progress } from './progress';

const run = (isTTY: boolean, of: number): string => {
  let text = '';
  const progress = new Progress({ isTTY, write: (more: string) => (text += more) }, of);
  for (let done = 0; done < of; done++) progress.advance();
  progress.end();
  return text;
};

it('is a line every twentieth of the way where nobody looks', () => {
  const lines = run(false, 2_000).split('\n');
  expect(lines).toHaveLength(21);
  expect(lines[0]).toMatch(/^100 of 2,000 commands, [\d,]+ commands\/s$/);
  expect(lines.at(-2)).toMatch(/^2,000 of 2,000 commands, /);
});

it('is one bar on a terminal, full at the end', () => {
  const text = run(true, 2_000);
  expect(text.split('\n')).toHaveLength(2);
  expect(text.split('\r').at(-1)).toMatch(/^█{30} 2,000 of 2,000 commands, /);
});

it('tells a short way as well', () => expect(run(false, 1)).toMatch(/^1 of 1 commands, /));
