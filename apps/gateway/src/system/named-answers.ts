import { type Operation, type OperationName, type ProblemName, problems } from '@contracts';
import { problemMediaType, problemType } from '../edge/problem';
import { capital, NamedSchemas, type Reference } from './named-schemas';

export const exampleKey = (name: ProblemName): string => name.replace(':', '.');

/** `request:role-not-allowed` as `RequestRoleNotAllowed`. */
const problemKey = (name: ProblemName): string => name.split(/[:-]/).map(capital).join('');

/** So many problems make the name of an answer; one of more is called after its operation. */
const namesMax = 3;

/** Answers under names, each once: what is refused in the same words has one name wherever it may happen. */
export class NamedAnswers {
  readonly responses: Record<string, Refusal> = {};
  /** Problems that some operation is refused with. */
  readonly told = new Set<ProblemName>();
  private readonly named = new NamedSchemas();

  get schemas(): Readonly<Record<string, object>> {
    return this.named.schemas;
  }

  /** The shape an operation is answered in; nothing where that is no JSON. */
  answerOf(name: OperationName, { answer, kind }: Operation): Reference | undefined {
    return answer === undefined ? undefined : this.named.answerOf(name, answer, kind);
  }

  /** What all problems of one status are told with. */
  refused(operation: OperationName, status: number, told: readonly ProblemName[]): Reference {
    const key = told.length > namesMax ? this.rare(operation, status, told) : told.map(problemKey).join('.');
    this.responses[key] ??= refusal(told);
    for (const name of told) this.told.add(name);
    return { $ref: `#/components/responses/${key}` };
  }

  /** The name of the first operation that is refused so. */
  private rare(operation: OperationName, status: number, told: readonly ProblemName[]): string {
    const list = told.join();
    const key = this.long.get(list) ?? `${capital(operation)}.${status}`;
    this.long.set(list, key);
    return key;
  }
  private readonly long = new Map<string, string>();
}

type Refusal = ReturnType<typeof refusal>;
const refusal = (told: readonly ProblemName[]) => ({
  description: told.map((name) => `${problems[name].title} (\`${problemType(name)}\`)`).join('; '),
  content: {
    [problemMediaType]: {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(
        told.map((name) => [name, { $ref: `#/components/examples/${exampleKey(name)}` }]),
      ),
    },
  },
});
