import { type Subject, subjects } from '@contracts';
import type { Role } from '@domain/codes';
import { dossierStream } from '@domain/dossier';
import { legStream } from '@domain/leg';
import type { Answer, Command } from './command';

const procedure = 'lien-thong.thu';
const days = (amount: number) => ({ amount, unit: 'working-days' });

/** A procedure that asks for nothing; each dossier of it has the route that its one-stop unit fixes. */
export const linkedProcedure = {
  ...{ procedure, name: 'Thủ tục liên thông', sector: 'Xây dựng', effectiveFromDate: '2026-01-01' },
  ...{ legalTime: days(12), publishedTime: days(10), convention: 'endOfDay', onlineLevel: 'partial' },
  ...{ channels: ['counter', 'online'], fees: [], legalBasis: '12/QĐ-UBND' },
  components: [{ key: 'to-khai', name: 'Tờ khai', mandatory: false, originals: 0 }],
  supplement: { clock: 'restart', requestsMax: 1, answerDays: 10 },
};

/** Who sends for a dossier, each command until it is accepted. */
interface Clients {
  send(command: Command): Promise<Answer>;
  applicant(agency: string, round: number): Promise<string>;
  sealed(agency: string): Promise<{ readonly documentId: string; readonly sha256: string }>;
}

/** What becomes of the legs: done one after the other, at once, or the first refused while the second is under way. */
const ways = ['sequential', 'parallel', 'refused'] as const;
type Way = (typeof ways)[number];

interface Route {
  readonly dossierId: string;
  readonly oneStop: string;
  /** The first leads. */
  readonly agencies: readonly [string, string];
}

/** Interlinked dossiers from the counter to their return, each by its one-stop unit and two other agencies. */
export class LinkedLoad {
  constructor(private readonly load: Clients) {}

  async dossier(round: number, oneStop: string, agencies: Route['agencies']): Promise<void> {
    const way = ways[round % ways.length] as Way;
    const dossierId = await this.accepted(round, oneStop);
    const route = { dossierId, oneStop, agencies };
    const mode = way === 'sequential' ? 'sequential' : 'parallel';
    const legs = agencies.map((agency) => ({ agency, task: 'Thẩm định', time: days(2) }));
    await this.act(route, oneStop, 'OneStopOfficer', {
      ...{ last: 'route', operation: subjects.fixRoute, fact: 'RouteFixed' },
      body: { mode, lead: agencies[0], legs },
    });
    await this.decided(route, way);
    await this.act(route, oneStop, 'OneStopOfficer', {
      ...{ last: 'result/return', operation: subjects.returnResult, fact: 'ResultReturned' },
      body: { channel: 'counter' },
    });
  }

  private async accepted(round: number, agency: string): Promise<string> {
    const role = 'OneStopOfficer';
    const applicantRef = await this.load.applicant(agency, round);
    const { dossierId = '' } = await this.load.send({
      ...{ agency, role, path: '/dossiers/submissions', operation: subjects.submitDossier, target: {} },
      body: { procedure, channel: 'counter', applicantRef, components: [] },
      expected: (answer) => ({
        ...{ fact: 'DossierSubmitted', stream: dossierStream(answer['dossierId'] as string) },
      }),
    });
    const only = { dossierId, oneStop: agency, agencies: [agency, agency] } as const;
    const acceptance = { last: 'acceptance', operation: subjects.acceptDossier, fact: 'DossierAccepted' };
    await this.act(only, agency, role, acceptance);
    return dossierId;
  }

  private async decided(route: Route, way: Way): Promise<void> {
    const [lead] = route.agencies;
    if (way === 'sequential') for (const order of [1, 2]) await this.done(route, order);
    if (way === 'parallel') await Promise.all([this.done(route, 1), this.done(route, 2)]);
    const decision = { order: 1, reason: 'Không phù hợp quy hoạch' };
    if (way === 'refused') {
      await this.leg(route, 2, 'Specialist', { last: 'acceptance', operation: subjects.acceptLeg });
      await this.leg(route, 1, 'Specialist', { last: 'acceptance', operation: subjects.acceptLeg });
      const { reason } = decision;
      const refusal = { last: 'refusal', operation: subjects.refuseLeg, fact: 'LegRefused' };
      await this.leg(route, 1, 'Leader', { ...refusal, body: { reason } });
    }
    const end =
      way === 'refused'
        ? { last: 'refused-leg/refusal', operation: subjects.refuseLinkedDossier, body: decision }
        : { last: 'consolidation', operation: subjects.consolidateResults };
    const fact = way === 'refused' ? 'LinkedDossierRefused' : 'LinkedResultsConsolidated';
    await this.act(route, lead, 'Leader', { ...end, fact });
  }

  /** The lead agency delivers a document with a number of its register, the other one a hash. */
  private async done(route: Route, order: number): Promise<void> {
    await this.leg(route, order, 'Specialist', { last: 'acceptance', operation: subjects.acceptLeg });
    const agency = route.agencies[order - 1] as string;
    const body = order === 1 ? await this.load.sealed(agency) : { sha256: `${order}`.repeat(64) };
    const delivery = { last: 'result', operation: subjects.deliverLegResult, fact: 'LegResultDelivered' };
    await this.leg(route, order, 'Specialist', { ...delivery, body });
  }

  private async leg(
    { dossierId, agencies }: Route,
    order: number,
    role: Role,
    { last, operation, fact = 'LegAccepted', body = {} }: Partial<Step> & Pick<Step, 'last' | 'operation'>,
  ): Promise<void> {
    const command: Command = {
      ...{
        agency: agencies[order - 1] as string,
        role,
        path: `/dossiers/${dossierId}/legs/${order}/${last}`,
      },
      ...{ operation, target: { dossierId, order }, body },
      expected: () => ({ fact, stream: legStream({ dossierId, order }) }),
    };
    await this.load.send(command);
  }

  private async act(
    { dossierId }: Route,
    agency: string,
    role: Role,
    { last, operation, fact, body = {} }: Step,
  ): Promise<void> {
    await this.load.send({
      ...{ agency, role, path: `/dossiers/${dossierId}/${last}`, operation, target: { dossierId }, body },
      expected: () => ({ fact, stream: dossierStream(dossierId) }),
    });
  }
}

interface Step {
  readonly last: string;
  readonly operation: Subject;
  readonly fact: string;
  readonly body?: object;
}
