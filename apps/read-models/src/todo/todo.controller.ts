import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { subjects, TodoQuery, type Caller, type QueryReply, type TodoList } from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { TodoOf } from './todo.query';

@Controller()
export class TodoController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getTodo)
  todo(@Payload('body') page: TodoQuery, @CallerOf() { actor }: Caller): Promise<QueryReply<TodoList>> {
    return this.desk.ask(page, new TodoOf(actor, page));
  }
}
