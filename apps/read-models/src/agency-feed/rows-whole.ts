import type { RowsWriter } from '../projector/rows-writer';

/** Whether whoever writes the rows has come to the end of the history: what is not in them then is not there. */
export class RowsWhole {
  constructor(private readonly writer: Pick<RowsWriter, 'state'>) {}

  get now(): boolean {
    const { state } = this.writer.state;
    return state === 'live' || state === 'standing-by';
  }
}
