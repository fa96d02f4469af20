import { roles } from '@domain/codes';
import { operationsOf, post, row } from '../operation';
import { commandsAnswered } from './commands.answers';

export const commandOperations = operationsOf('commands', {
  sendCommands: row('batch', {
    route: post('/commands/batch'),
    allow: roles,
    answer: commandsAnswered,
    en: 'Send up to 100 commands in one request, each with an answer of its own',
    vi: 'Gửi đến 100 lệnh trong một yêu cầu, mỗi lệnh có trả lời riêng',
  }),
});
