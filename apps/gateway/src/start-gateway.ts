import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configuredSystems, LocalSystems, TokenVerifier } from '@adapters/identity';
import { hear, Requester } from '@adapters/messaging';
import { type AgencyChanged, notices, type RowsWritten, type Subject, subjects } from '@contracts';
import {
  type Configuration,
  DoubtedMessages,
  type EdgeContext,
  httpValidation,
  type Log,
  logOf,
  NestLog,
  type Running,
} from '@runtime';
import { openContents, tendContents } from './contents/open-contents';
import { RefusedSecrets } from './contents/refused-secrets';
import { Admission } from './edge/admission';
import { Appointments } from './edge/appointments';
import { CrowdControl } from './edge/crowd-control';
import { installEdge } from './edge/edge-hooks';
import { httpServer } from './edge/http-server';
import { KeysOfSystems } from './edge/keys-of-systems';
import { Problem } from './edge/problem';
import { ProblemFilter } from './edge/problem.filter';
import { RefusedTokens } from './edge/refused-tokens';
import { Services } from './edge/services';
import { SystemAdmission } from './edge/system-admission';
import { GatewayModule } from './gateway.module';
import { RowsHeard } from './live/rows-heard';
import { Streams } from './live/streams';
import { Looks } from './looks/looks';
import { LooksAtEdge } from './looks/looks-at-edge';
import { AnswerNames, askedOf } from './names/answer-names';
import { serveApiPage } from './system/api-page';
import { HttpNumbers } from './system/http-numbers';
import { listenForScrapers } from './system/metrics-listener';
import { SystemNumbers } from './system/system-numbers';

/** Tokens cannot be verified: nothing says who issues them. A retry does not help. */
class IssuerMissing extends Error {
  override readonly name = 'IssuerMissing';
  constructor() {
    super(
      'with NODE_ENV=production tokens are never signed here; set OIDC_ISSUER to the issuer of access tokens',
    );
  }
}

export interface RunningGateway extends Running {
  /** `http://<host>:<port>` as it listens. */
  readonly address: string;
}

/** Of the time to stop, the part in which requests under way are finished; then their connections are cut. */
const finishShare = 0.7;

/**
 * The HTTP edge: listens on the configured address once it is whole. The context stays open: it belongs to the process.
 * @throws IssuerMissing, ContentStoreUnavailable, or the error of listening (`EADDRINUSE`).
 */
export async function startGateway(processContext: EdgeContext): Promise<RunningGateway> {
  const log = logOf(processContext.log, 'gateway');
  const { configuration, connection, clock, metrics, signing } = processContext;
  const signer = signing.as('gateway');
  const files = await openContents(configuration, log, metrics);
  const appointments = new Appointments(new Requester(connection, signer, { timeoutMs: answerWithinMs }));
  const admission = await admissionOf(processContext, log, appointments);
  const requester = new Requester(connection, signer, { timeoutMsOf: longAnswers(configuration) });
  const looks = new Looks(new Requester(connection, signer, { timeoutMs: lookWithinMs }), log, metrics);
  const namesRequester = new Requester(connection, signer, { timeoutMs: namesWithinMs });
  const names = new AnswerNames(askedOf(namesRequester), clock, log);
  const rowsHeard = new RowsHeard();
  hearNotices({ ...processContext, log }, { appointments, names, rowsHeard });
  const asked = new Services(new Requester(connection, signer));
  const streams = new Streams(asked, rowsHeard, configuration, metrics);
  const numbers = new SystemNumbers(requester, metrics);
  let stopping = false;

  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.forRoot({ ...processContext, log, ...files, requester, admission, streams, numbers }),
    httpServer(configuration),
    { logger: new NestLog(log), abortOnError: false, bodyParser: false },
  );
  const answers = new HttpNumbers(metrics, log);
  installEdge(app.getHttpAdapter().getInstance(), {
    admission,
    crowd: app.get(CrowdControl),
    secrets: new RefusedSecrets(requester, clock, log),
    looks: new LooksAtEdge(looks, clock),
    names,
    contentBytesMax: files.uploads.bytesMax,
    isStopping: () => stopping,
    answered: (request, reply) => answers.answered(request, reply),
  });
  app.useGlobalPipes(httpValidation((errors) => new Problem('request:malformed', { errors })));
  app.useGlobalFilters(new ProblemFilter(log));
  serveApiPage(app);
  await app.listen(configuration.port, configuration.host);
  const scraped = await listenForScrapers(numbers, configuration, log);
  const leave = tendContents(files, configuration.incomingHours, log);
  const address = addressOf(app, configuration.host);
  log.info({ address }, 'listens');

  const stop = async (): Promise<void> => {
    stopping = true;
    scraped?.stop();
    streams.stop();
    await leave();
    const server = app.getHttpServer();
    const cut = setTimeout(() => server.closeAllConnections(), configuration.shutdownLimitMs * finishShare);
    await app.close();
    clearTimeout(cut);
    await looks.stop();
    await files.uploads.settled();
    await files.sums.onApplicationShutdown();
    await Promise.all([requester.close(), appointments.stop(), namesRequester.close()]);
    log.info('stopped');
  };
  return { address, ready: { address }, stop };
}

/** Hears what services tell until the connection closes. */
function hearNotices(
  { connection, signing, metrics, log }: EdgeContext,
  to: { readonly appointments: Appointments; readonly names: AnswerNames; readonly rowsHeard: RowsHeard },
): void {
  const { doubted } = new DoubtedMessages(metrics, log);
  const agencyHeard = (news: Partial<AgencyChanged>): void => {
    to.appointments.changed(news);
    to.names.changed(news);
  };
  hear<AgencyChanged>(connection, signing, notices.agencyChanged, { heard: agencyHeard, doubted });
  const heard = (news: Partial<RowsWritten>): void => to.rowsHeard.heard(news);
  hear<RowsWritten>(connection, signing, notices.rowsWritten, { heard, doubted });
}

/** The directory's answer is a look into memory and one read; who waits longer is told to come back. */
const answerWithinMs = 2_000;

/** The directory's answer is a look into memory and at most a few reads; a list does not wait longer for names. */
const namesWithinMs = 1_000;

/** One batch of looks; what is not answered in time is sent again. */
const lookWithinMs = 2_000;

/** What the turn to be judged, 20 s, and everything around the judging of signatures may take besides. */
const besideJudgingMs = 25_000;

function longAnswers({ signatureDeadlineMs }: Configuration): ReadonlyMap<Subject, number> {
  const timeoutMs = signatureDeadlineMs + besideJudgingMs;
  return new Map([subjects.signDocument, subjects.sealDocument].map((subject) => [subject, timeoutMs]));
}

/** Who may come in: by tokens of an issuer, and connected systems by their own. */
async function admissionOf(context: EdgeContext, log: Log, appointments: Appointments): Promise<Admission> {
  const { connection, signing, clock } = context;
  const identity = await identityOf(context, log);
  const asking = new Requester(connection, signing.as('gateway'), { timeoutMs: answerWithinMs });
  const { refusedTokens } = identity;
  const connected = new SystemAdmission({ keys: new KeysOfSystems(asking), refusedTokens });
  return new Admission({ ...identity, appointments, clock, connected });
}

/** Who may issue tokens, and which of them are of systems. */
async function identityOf({ configuration, metrics }: EdgeContext, log: Log) {
  const { oidcIssuer, oidcAudience, oidcJwksUrl, environment, dataDir } = configuration;
  const terms = { hoursMax: configuration.tokenHoursMax };
  const refusedTokens = new RefusedTokens(log, metrics);
  if (oidcIssuer !== undefined) {
    const issuer = { issuer: oidcIssuer, audience: oidcAudience, jwksUrl: oidcJwksUrl };
    const claims = {
      officer: configuration.oidcOfficerClaim,
      agency: configuration.oidcAgencyClaim,
      roles: configuration.oidcRolesClaims,
      roleMap: configuration.oidcRoleMap,
    };
    const typeOptional = configuration.oidcType === 'optional';
    return {
      verifier: await TokenVerifier.forIssuer({ ...issuer, ...terms, claims, typeOptional }),
      systems: configuredSystems(configuration.systems),
      refusedTokens,
    };
  }
  if (environment === 'production') throw new IssuerMissing();
  const folder = join(dataDir, 'identity');
  return {
    verifier: await TokenVerifier.forLocal(folder, terms),
    systems: new LocalSystems(folder, configuration.systems),
    refusedTokens,
  };
}

function addressOf(app: NestFastifyApplication, host: string): string {
  const bound = app.getHttpServer().address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
