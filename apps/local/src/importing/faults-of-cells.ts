import type { FieldError } from '@contracts';
import { httpValidation } from '@runtime';

class WrongCells extends Error {
  constructor(readonly errors: readonly FieldError[]) {
    super('cells of another form');
  }
}

/** Cells of a file take the forms that the edge takes. */
const shapes = httpValidation((errors) => new WrongCells(errors));

/** What is wrong with the cells of one line, each with the name of its field; nothing when they are of the form. */
export async function faultsOfCells(metatype: new () => object, cells: object): Promise<string[]> {
  try {
    await shapes.transform(cells, { type: 'body', metatype });
    return [];
  } catch (error) {
    if (!(error instanceof WrongCells)) throw error;
    return error.errors.map(({ pointer, detail }) => `${pointer.replace('/body/', '')} ${detail}`);
  }
}
