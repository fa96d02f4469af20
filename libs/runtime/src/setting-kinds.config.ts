import { isIP } from 'node:net';
import { isAgencyCode, type Role, roles } from '@domain/codes';

/** One setting: where it is read from, how its text becomes a value, and what the README says of it. */
export interface Setting<Value> {
  readonly name: string;
  readonly type: string;
  /** As the README shows it; absent when the setting has none. */
  readonly default?: string;
  readonly description: string;
  readonly readBy: string;
  readonly secret?: true;
  /** The value of a text that is not empty, or the sentence that says what is wrong with it. */
  read(text: string): { readonly value: Value } | { readonly problem: string };
  /** The value when nothing is set. */
  readonly absent: Value;
}

type About = Omit<Setting<unknown>, 'read' | 'absent' | 'default' | 'type'>;

export const text = (about: About & { default: string }): Setting<string> => ({
  ...about,
  type: 'text',
  absent: about.default,
  read: (value) => ({ value }),
});

export const optionalText = (about: About): Setting<string | undefined> => ({
  ...about,
  type: 'text',
  absent: undefined,
  read: (value) => ({ value }),
});

const address = (value: string, schemes: readonly string[]): { value: string } | { problem: string } => {
  const scheme = schemes.find((candidate) => value.startsWith(`${candidate}://`));
  if (scheme !== undefined && value.length > scheme.length + 3) return { value };
  return { problem: `is not an address; write ${schemes.map((each) => `${each}://…`).join(' or ')}` };
};

export const url = (schemes: readonly string[], about: About & { default: string }): Setting<string> => ({
  ...about,
  type: 'URL',
  absent: about.default,
  read: (value) => address(value, schemes),
});

export const optionalUrl = (schemes: readonly string[], about: About): Setting<string | undefined> => ({
  ...about,
  type: 'URL',
  absent: undefined,
  read: (value) => address(value, schemes),
});

const mailbox = /^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{3,120}$/;

export const optionalMailbox = (about: About): Setting<string | undefined> => ({
  ...about,
  type: 'mailbox',
  absent: undefined,
  read: (value) =>
    mailbox.test(value) ? { value } : { problem: 'is no mailbox; write lienthong@example.vn' },
});

export const integer = (about: About & { default: number; min: number; max: number }): Setting<number> => {
  const { default: absent, min, max, ...rest } = about;
  return {
    ...rest,
    type: 'integer',
    default: String(absent),
    absent,
    read: (value) => {
      const number = Number(value);
      const fits = /^\d{1,16}$/.test(value) && number >= min && number <= max;
      return fits ? { value: number } : { problem: `is not a whole number from ${min} to ${max}` };
    },
  };
};

export const optionalPort = (about: About): Setting<number | undefined> => ({
  ...about,
  type: 'integer',
  absent: undefined,
  read: integer({ ...about, default: 0, min: 0, max: 65_535 }).read,
});

export const oneOf = <Value extends string>(
  values: readonly Value[],
  about: About & { default: Value },
): Setting<Value> => ({
  ...about,
  type: 'choice',
  absent: about.default,
  read: (value) =>
    (values as readonly string[]).includes(value)
      ? { value: value as Value }
      : { problem: `is none of ${values.join(', ')}` },
});

export const workingHours = (about: About & { default: string }): Setting<string> => ({
  ...text(about),
  type: 'hours',
  read: (value) => {
    const clock = '([01]\\d|2[0-3]):[0-5]\\d';
    const fits = new RegExp(`^${clock}-${clock}(,${clock}-${clock})*$`).test(value);
    return fits ? { value } : { problem: 'is not working hours; write HH:mm-HH:mm, with commas between' };
  },
});

export const agencyCodes = (about: About): Setting<readonly string[]> => ({
  ...about,
  type: 'codes',
  absent: [],
  read: (value) => {
    const codes = value.split(',').map((code) => code.trim());
    const wrong = codes.find((code) => !isAgencyCode(code));
    return wrong === undefined
      ? { value: codes }
      : { problem: `holds \`${wrong}\`, which is no agency code; write codes with commas between` };
  },
});

const systemsMax = 20;

export const subjectsOfTokens = (about: About): Setting<readonly string[]> => ({
  ...about,
  type: 'subjects',
  absent: [],
  read: (value) => {
    const subs = value.split(',').map((sub) => sub.trim());
    const fits = subs.length <= systemsMax && subs.every((sub) => /^[A-Za-z0-9._-]{1,64}$/.test(sub));
    return fits
      ? { value: subs }
      : { problem: `is not 1 to ${systemsMax} subjects of tokens, with commas between` };
  },
});

const claimPath = /^[!-+\--~]{1,256}$/;

export const claim = (about: About & { default: string }): Setting<string> => ({
  ...text(about),
  type: 'claim',
  read: (value) =>
    claimPath.test(value)
      ? { value }
      : { problem: 'is not the name of a claim, or a path of names with `.` between' },
});

const claimsMax = 8;

export const claims = (about: About & { default: string }): Setting<readonly string[]> => ({
  ...about,
  type: 'claims',
  absent: [about.default],
  read: (value) => {
    const paths = value.split(',').map((path) => path.trim());
    const fits = paths.length <= claimsMax && paths.every((path) => claimPath.test(path));
    return fits
      ? { value: paths }
      : { problem: `is not 1 to ${claimsMax} claims or paths into claims, with commas between` };
  },
});

/** `theirs=Ours` with commas between; their name may hold `=` itself. */
export const roleMap = (about: About): Setting<Readonly<Record<string, Role>>> => ({
  ...about,
  type: 'roles',
  absent: {},
  read: (value) => {
    const pairs = value.split(',').map((pair) => /^(.+)=(.*)$/.exec(pair.trim())?.slice(1) ?? [pair.trim()]);
    const wrong = pairs.find(([, ours]) => !(roles as readonly string[]).includes(ours?.trim() ?? ''));
    if (wrong !== undefined)
      return {
        problem:
          `holds \`${wrong.join('=')}\`; write <role of the issuer>=<role> with commas between, ` +
          `a role being one of ${roles.join(', ')}`,
      };
    return {
      value: Object.fromEntries(
        pairs.map(([theirs = '', ours = '']) => [theirs.trim(), ours.trim() as Role]),
      ),
    };
  },
});

export const dates = (about: About): Setting<readonly string[]> => ({
  ...about,
  type: 'dates',
  absent: [],
  read: (value) => {
    const days = value.split(',');
    const fits = days.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day));
    return fits ? { value: days } : { problem: 'is not dates; write YYYY-MM-DD, with commas between' };
  },
});

export const addresses = (about: About): Setting<readonly string[]> => ({
  ...about,
  type: 'addresses',
  absent: [],
  read: (value) => {
    const each = value.split(',').map((address) => address.trim());
    const wrong = each.find((address) => !isAddressBlock(address));
    return wrong === undefined
      ? { value: each }
      : { problem: `holds \`${wrong}\`; write IP addresses or CIDR blocks with commas between` };
  },
});

export const origins = (about: About): Setting<readonly string[]> => ({
  ...about,
  type: 'origins',
  absent: [],
  read: (value) => {
    const each = value.split(',').map((origin) => origin.trim());
    const wrong = each.find((origin) => !isOrigin(origin));
    return wrong === undefined
      ? { value: each }
      : { problem: `holds \`${wrong}\`; write https://host:port or http://host:port with commas between` };
  },
});

const isOrigin = (text: string): boolean =>
  /^https?:\/\/[^/?#@\\]+$/.test(text) && URL.canParse(text) && new URL(text).pathname === '/';

function isAddressBlock(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const bitsMax = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (bitsMax < 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax);
}
