import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { holdBack } from './hold-back';

describe('holding back', () => {
  it.each([[[]], [['a']], [['a', 'b', 'c']]])('passes on all of %j', async (chunks) => {
    const passed: string[] = [];
    await pipeline(Readable.from(chunks.map((text) => Buffer.from(text))), holdBack(), async (source) => {
      for await (const chunk of source) passed.push(String(chunk));
    });
    expect(passed.join('')).toBe(chunks.join(''));
  });

  it('withholds the last of what fails at its end', async () => {
    async function* failing() {
      yield Buffer.from('a');
      yield Buffer.from('b');
      throw new Error('damaged');
    }
    const passed: string[] = [];
    const reading = pipeline(Readable.from(failing()), holdBack(), async (source) => {
      for await (const chunk of source) passed.push(String(chunk));
    });
    await expect(reading).rejects.toThrow('damaged');
    expect(passed.join('')).not.toContain('b');
  });
});
