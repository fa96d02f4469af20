import 'reflect-metadata';
import { Body, Controller, Module, Param, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { IssueDocumentBody, OfferHandoffBody } from '@contracts';

// The peer: what a team writes without events. The same bodies with the same checks, the rows of one command in one
// transaction; no tokens, no idempotency keys, no history, no bus.
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 16 });

@Controller()
class CrudController {
  @Post('dossiers/:id/handoffs')
  async offer(@Param('id') id: string, @Body() { to, reason }: OfferHandoffBody) {
    const handoff = await inTransaction([
      ['insert into crud_dossier values ($1, $2) on conflict (id) do update set state = $2', [id, 'Offered']],
      [
        'insert into crud_handoff (dossier_id, giver, taker, reason) values ($1, $2, $3, $4)',
        [id, 'H98', to, reason],
      ],
    ]);
    return { handoff };
  }

  @Post('documents/:id/issue')
  async issue(@Param('id') id: string, @Body() { recipients }: IssueDocumentBody) {
    const subject = 'Báo cáo tiến độ giải ngân';
    const rows = recipients.map((to): Statement => [
      'insert into crud_inbox values ($1, $2, $3, $4, now())',
      [to, id, 'H98', subject],
    ]);
    await inTransaction([
      ['insert into crud_document values ($1, $2, $3, now())', [id, 'H98', subject]],
      ...rows,
    ]);
    return { issued: id };
  }
}

type Statement = readonly [text: string, values: unknown[]];

async function inTransaction(statements: readonly Statement[]): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const [text, values] of statements) await client.query(text, values);
    await client.query('commit');
    return statements.length;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

@Module({ controllers: [CrudController] })
class CrudModule {}

async function main(): Promise<void> {
  await pool.query(`
    drop table if exists crud_dossier, crud_handoff, crud_document, crud_inbox;
    create table crud_dossier (id text primary key, state text not null);
    create table crud_handoff (id bigserial primary key, dossier_id text not null, giver text not null,
      taker text not null, reason text not null, offered_at timestamptz not null default now());
    create table crud_document (id text primary key, agency text not null, subject text not null,
      issued_at timestamptz);
    create table crud_inbox (agency text, document_id text, sender text, subject text, arrived_at timestamptz,
      primary key (agency, document_id));`);
  const app = await NestFactory.create<NestFastifyApplication>(CrudModule, new FastifyAdapter(), {
    logger: false,
  });
  app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  process.stdout.write(`${JSON.stringify({ ready: true, address: `http://127.0.0.1:${port}` })}\n`);
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
}

void main();
