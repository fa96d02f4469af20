import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type CertificateFiles, makeCertificates } from './certificates';

interface EndPoint {
  readonly address: string;
  readonly port: number;
}

interface NodeProcess {
  readonly port: number;
  stop(): Promise<void>;
}

const entry = process.env['THEIR_SUITE_NODE'] ?? '';
const user = { name: 'admin', password: 'changeit' };

/**
 * Stands where the official client's suite has its Docker cluster, with the same members. `count` nodes are that
 * many single nodes that know nothing of each other: enough for lists of hosts, not for what leaders and followers do.
 */
export class Cluster {
  readonly domain = 'localhost';
  private readonly folder = mkdtempSync(join(tmpdir(), 'their-cluster-'));
  private readonly nodes = new Map<number, NodeProcess>();
  private files: CertificateFiles | undefined;

  constructor(
    private readonly count: number,
    private readonly insecure = false,
  ) {}

  up = async (): Promise<void> => {
    if (!this.insecure) this.files = await makeCertificates(this.folder);
    for (let at = 0; at < this.count; at += 1) await this.start(at, 0);
  };

  down = async (): Promise<void> => {
    await Promise.all([...this.nodes.values()].map((node) => node.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  };

  killNode = async ({ port }: EndPoint): Promise<void> => {
    const node = [...this.nodes.values()].find((one) => one.port === port);
    if (node === undefined) throw new Error(`No node of this cluster has the port ${port}.`);
    await node.stop();
  };

  resurrect = async (): Promise<void> => {
    for (const [at, node] of this.nodes) {
      await node.stop();
      await this.start(at, node.port);
    }
  };

  /** The settings of a real node that tests give have no counterpart here. */
  setOption = (): this => this;
  setLogLevel = (): this => this;

  get uri(): string {
    const [first] = this.endpoints;
    return `${this.domain}:${first?.port}`;
  }

  get endpoints(): EndPoint[] {
    return [...this.nodes.values()].map(({ port }) => ({ address: this.domain, port }));
  }

  get certPath(): { root: string } {
    if (this.files === undefined) throw new Error('An insecure cluster has no certificates.');
    return { root: this.files.authorityFile };
  }

  get certs(): { root: Buffer } {
    return { root: readFileSync(this.certPath.root) };
  }

  private async start(at: number, port: number): Promise<void> {
    const args = ['--data', join(this.folder, `node-${at}`), '--port', String(port), ...this.security()];
    this.nodes.set(at, await startNode(args));
  }

  private security(): string[] {
    if (this.files === undefined) return ['--insecure'];
    const passwordFile = join(this.folder, 'password');
    writeFileSync(passwordFile, user.password);
    const { certificateFile, privateKeyFile } = this.files;
    const tls = ['--certificate', certificateFile, '--private-key', privateKeyFile];
    return [...tls, '--user', user.name, '--password-file', passwordFile];
  }
}

async function startNode(args: string[]): Promise<NodeProcess> {
  const child = spawn(process.execPath, [entry, ...args, '--supervised'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { url, error } = JSON.parse(await firstLine(child)) as { url?: string; error?: string };
  if (url === undefined) throw new Error(error);
  return {
    port: Number(new URL(url).port),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The node was started without a pipe for its handshake.');
  return new Promise((resolve) =>
    createInterface({ input: stdout })
      .once('line', resolve)
      .once('close', () => resolve('{}')),
  );
}
