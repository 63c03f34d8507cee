/** A kind of job: its name in the queue, and what comes with it. Made by `defineJob`. */
export interface JobKind<Payload extends object> {
  readonly name: string;
  /** Only for the compiler: ties payload and handler together. */
  readonly payload?: Payload;
}

/** Does one kind of job. Jobs come at least once: a crash in the middle brings the same one again. */
export interface JobHandler<Payload extends object> {
  /** A rejection lets the job be tried again later, up to a day. */
  run(payload: Payload): Promise<void>;
}

/** Declares a kind of job. `name` must be unique; it stays in the database as long as such jobs wait. */
export const defineJob = <Payload extends object>(name: string): JobKind<Payload> => ({ name });
