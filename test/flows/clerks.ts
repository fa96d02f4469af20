import type { Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { bodyOf, type Edge, problemIn } from './edge';
import { officerId, type Province } from './province';

type Body = Readonly<Record<string, unknown>>;
interface Recorded {
  readonly position: string;
}

/** Officers of a province at work over HTTP. */
export class Clerks {
  constructor(
    private readonly province: Province,
    private readonly edge: Edge,
  ) {}

  /** One accepted command. Throws with the whole answer when it was refused. */
  async act<A = object>(agency: string, role: Role, path: string, body: Body = {}): Promise<A & Recorded> {
    return bodyOf(await (await this.edge.as(agency, role)).post<A & Recorded>(path, body));
  }

  /** The problem that a command is answered with, without its prefix: `delivery:not-found`. */
  async refused(agency: string, role: Role, path: string, body: Body = {}): Promise<string> {
    const answer = await (await this.edge.as(agency, role)).post(path, body);
    return problemIn(answer).type.replace('urn:lienthong:problem:', '');
  }

  async get<A>(agency: string, role: Role, path: string): Promise<A> {
    return bodyOf(await (await this.edge.as(agency, role)).get<A>(path));
  }

  /** Drafted, signed, numbered, sealed and registered: all that comes before the issue. */
  async registered(from: string, over: Body = {}): Promise<string> {
    const contents = [await this.province.upload(from)];
    const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents, ...over };
    const { documentId } = await this.act<{ documentId: string }>(from, 'Drafter', '/documents', draft);
    const path = `/documents/${documentId}`;
    await this.act(from, 'Leader', `${path}/signature`, { authority: 'head', position: 'Giám đốc' });
    await this.act(from, 'Clerk', `${path}/number`);
    await this.act(from, 'Clerk', `${path}/seal`);
    await this.act(from, 'Clerk', `${path}/registration`, { filedBy: 'Văn phòng', copies: 0 });
    return documentId;
  }

  async issued(from: string, recipients: readonly string[], over: Body = {}): Promise<string> {
    const documentId = await this.registered(from, over);
    await this.act(from, 'Clerk', `/documents/${documentId}/issue`, { recipients });
    return documentId;
  }

  /** At one recipient, as its delivery says. */
  async arrived(from: string, to: string, over: Body = {}): Promise<string> {
    const documentId = await this.issued(from, [to], over);
    await this.province.waitFor(deliveryStream({ documentId, to }), 'DocumentArrived');
    return documentId;
  }

  async accepted(from: string, to: string, over: Body = {}): Promise<string> {
    const documentId = await this.arrived(from, to, over);
    await this.act(to, 'Clerk', `/inbox/${documentId}/receipt`);
    return documentId;
  }

  async inProcess(from: string, to: string): Promise<string> {
    const documentId = await this.accepted(from, to);
    await this.act(to, 'Leader', `/inbox/${documentId}/assignment`, {
      assignee: officerId('Specialist', to),
    });
    await this.act(to, 'Specialist', `/inbox/${documentId}/start`);
    return documentId;
  }

  /** What a carrier tells of one delivery. */
  tell(documentId: string, to: string, what: string, body: Body = {}): Promise<Recorded> {
    return this.act('H99', 'AxisAdapter', `/carrier/deliveries/${documentId}/${to}/${what}`, body);
  }

  factsAt(documentId: string, to: string): Promise<string[]> {
    return this.province.factsOf(deliveryStream({ documentId, to }));
  }
}
