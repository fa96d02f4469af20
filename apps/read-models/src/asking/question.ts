import type { Question } from '@runtime';
import type { Projection } from '../projector/projection';

/** A question with what writes the rows of its own. */
export interface ProjectedQuestion extends Question {
  readonly projections?: readonly Projection[];
}
