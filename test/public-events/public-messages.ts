import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { type CloudEvent as SdkCloudEvent, HTTP } from 'cloudevents';
import type { CloudEvent } from '@formats/cloudevents';
import { asyncApi, publicTypes, strict, Validator } from '@formats/public-facts/described';

interface Channel {
  readonly address: string;
  readonly messages: Readonly<Record<string, { readonly $ref: string }>>;
}
interface AsyncApi {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly components: object;
}

/** What a message may be held against: its strict schema, AsyncAPI's channel and message, the SDK of CloudEvents. */
export class PublicMessages {
  private readonly types = new Map(publicTypes().map((each) => [each.type, each]));
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly validator = new Validator();
  private readonly document = asyncApi('0.0.0') as AsyncApi;
  private readonly ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, validateFormats: false });
  /** AsyncAPI means draft 07 by its schemas; what stands around them is none. */
  private readonly draft07 = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  readonly seen = new Set<string>();

  constructor() {
    // Its own `id` is none of a schema.
    const { channels, components } = this.document;
    this.draft07.addSchema({ $id: 'asyncapi', channels, components });
  }

  get all(): readonly string[] {
    return [...this.types.keys()];
  }

  /** What is wrong with a message, and with the subject it came on; nothing when all is well. */
  faultsIn(text: string, subject?: string): readonly string[] {
    const event = JSON.parse(text) as CloudEvent;
    this.seen.add(event.type);
    const said = this.types.get(event.type);
    if (said === undefined) return [`${event.type} is no public type`];
    const check = this.checks.get(event.type) ?? this.ajv.compile(strict(said.message));
    this.checks.set(event.type, check);
    const strictly = check(event) ? [] : (check.errors ?? []).map((error) => JSON.stringify(error));
    return [
      ...strictly,
      ...this.validator.validated(event).findings.map((finding) => JSON.stringify(finding)),
      ...(subject === undefined ? [] : this.inAsyncApi(subject, event)),
      ...inSdk(text),
    ];
  }

  private inAsyncApi(subject: string, event: CloudEvent): readonly string[] {
    const channels = Object.values(this.document.channels).filter(({ address }) =>
      new RegExp(`^${address.replaceAll('.', '[.]').replace(/\{\w+\}/g, '[A-Za-z0-9-]+')}$`).test(subject),
    );
    const [channel] = channels;
    if (channel === undefined || channels.length > 1) return [`${channels.length} channels for ${subject}`];
    return Object.values(channel.messages).flatMap(({ $ref }) => {
      const payload = this.draft07.getSchema(`asyncapi${$ref}/payload`) as ValidateFunction;
      return payload(event) ? [] : (payload.errors ?? []).map((error) => JSON.stringify(error));
    });
  }
}

/** As a receiver reads it who knows CloudEvents and nothing of ours. */
function inSdk(body: string): readonly string[] {
  const headers = { 'content-type': 'application/cloudevents+json' };
  try {
    const read = HTTP.toEvent({ headers, body }) as SdkCloudEvent<unknown>;
    const same = JSON.stringify(read.data) === JSON.stringify((JSON.parse(body) as CloudEvent).data);
    return read.validate() && same ? [] : [`the SDK reads another event: ${JSON.stringify(read)}`];
  } catch (error) {
    return [`the SDK reads none: ${String(error)}`];
  }
}
