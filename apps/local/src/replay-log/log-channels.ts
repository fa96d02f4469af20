/** How the log names the ways a dossier came in, and what they are called here. */
const channels = {
  Internet: 'online',
  Desk: 'counter',
  Post: 'post',
  'e-mail': 'email',
  Intern: 'internal',
} as const;

export type LogChannel = keyof typeof channels;
export type Channel = (typeof channels)[LogChannel];

export const logChannels = Object.keys(channels) as LogChannel[];

export const toChannel = (text: string): Channel | undefined =>
  Object.hasOwn(channels, text) ? channels[text as LogChannel] : undefined;
