/** What a handler returns if its status is not always the same. `@HttpCode` states the usual one. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}
