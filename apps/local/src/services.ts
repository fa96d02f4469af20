import { join } from 'node:path';
import { services } from '@contracts';
import type { ServiceProgram } from './service-child';

/** The apps in the order in which they are stopped: who takes requests first, who still works off facts last. */
export const stopOrder = [
  ['gateway'],
  ['all', ...services.filter((service) => service !== 'bus')],
  ['bus'],
] as const;

const apps = [...services, 'gateway'];

export interface Servers {
  readonly eventStoreUrl: string;
  readonly natsUrl: string;
  readonly databaseUrl: string;
  readonly natsUser?: string;
  readonly natsPassword?: string;
  /** Keys by which the services know each other. */
  readonly busKeysFile: string;
  /** File with what the services connect with, at a server with accounts. */
  readonly natsCreds?: string;
}

interface Shape {
  readonly dataFolder: string;
  readonly port: number;
  readonly isOneProcessPerApp: boolean;
}

interface Told extends Omit<Shape, 'isOneProcessPerApp'> {
  /** Folder of the keys of a server with accounts that was started here. */
  readonly natsKeysDir?: string | undefined;
  /** Where it logs. */
  readonly natsLogFile?: string | undefined;
  readonly logFolder: string;
}

/** The programs of the chosen shape. `dist` is the folder with the compiled `apps` and `libs`. */
export function programs(dist: string, shape: Shape, env: NodeJS.ProcessEnv): readonly ServiceProgram[] {
  const script = (app: string): string => join(dist, 'apps', app, 'src', 'main.js');
  if (shape.isOneProcessPerApp) return apps.map((name) => ({ name, script: script(name), env }));
  return [{ name: 'all', script: join(dist, 'apps', 'local', 'src', 'all.main.js'), env }];
}

/** Everything a service is told; there is no other way to configure one. */
export function serviceEnvironment(
  given: NodeJS.ProcessEnv,
  told: Told,
  servers: Servers,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(given).filter(([name]) => !/^(npm_|INIT_CWD$)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    EVENTSTORE_URL: servers.eventStoreUrl,
    NATS_URL: servers.natsUrl,
    LIENTHONG_BUS_KEYS_FILE: servers.busKeysFile,
    DATABASE_URL: servers.databaseUrl,
    LIENTHONG_DATA_DIR: told.dataFolder,
    LIENTHONG_LOG_DIR: told.logFolder,
    LIENTHONG_PORT: String(told.port),
    ...(servers.natsUser !== undefined && { LIENTHONG_NATS_USER: servers.natsUser }),
    ...(servers.natsPassword !== undefined && { LIENTHONG_NATS_PASSWORD: servers.natsPassword }),
    ...(servers.natsCreds !== undefined && { LIENTHONG_NATS_CREDS: servers.natsCreds }),
    ...(told.natsKeysDir !== undefined && { LIENTHONG_NATS_KEYS_DIR: told.natsKeysDir }),
    ...(told.natsLogFile !== undefined && { LIENTHONG_NATS_LOG_FILE: told.natsLogFile }),
  };
}
