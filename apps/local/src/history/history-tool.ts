import { ToolRefused } from '../tool';
import type { HistoryAccess } from './history-access';

export const usage = `usage: npm run history -- show
       npm run history -- renew --reason TEXT [--after N]

With EVENTSTORE_URL set it asks that store; else the house that runs here, --port N.`;

type Say = (line: string) => void;

/** One line for the store and one for each epoch. */
export async function showHistory(access: HistoryAccess, say: Say): Promise<void> {
  const { storeId, epoch, renewals, head } = await access.known();
  say(`store ${storeId}, epoch ${epoch}, last position ${head}`);
  for (const each of renewals) {
    say(`epoch ${each.epoch}: position tokens of earlier epochs hold up to ${each.after}`);
  }
}

/**
 * Begins the next epoch of a store that was brought back by tools of its own. Up to `after`, by default 0, position
 * tokens of before hold: give the last position that the backup held. Services that run start again by themselves.
 */
export async function renew(
  access: HistoryAccess,
  { after = '0', reason }: { readonly after?: string; readonly reason?: string },
  say: Say,
): Promise<void> {
  if (reason === undefined || reason.trim() === '') throw new ToolRefused(`--reason is missing\n${usage}`);
  if (!/^\d{1,20}$/.test(after)) throw new ToolRefused('--after takes a position of the store, in digits');
  const { head } = await access.known();
  if (BigInt(after) > BigInt(head)) {
    throw new ToolRefused(`--after ${after} lies behind the last event of the store, position ${head}`);
  }
  const { epoch } = await access.renew({ after, reason });
  say(`epoch ${epoch} begins: position tokens of earlier epochs hold up to ${after} (${reason})`);
}
