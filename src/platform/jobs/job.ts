/** A kind of job: its name in the queue, and the type of its payload. Made by `defineJob`. */
export interface JobKind<Payload extends object> {
  readonly name: string;
  /** Only for the compiler: ties payload and handler together. */
  readonly payload?: Payload;
}

/** Handles one kind of job, alone or beside others. Delivery is at least once: after a crash the same job runs again. */
export interface JobHandler<Payload extends object> {
  /** A rejection makes the queue retry the job later, up to a day. */
  run(payload: Payload): Promise<void>;
}

/** Declares a kind of job. `name` must be unique; it is in the database as long as such jobs are queued. */
export const defineJob = <Payload extends object>(name: string): JobKind<Payload> => ({ name });
