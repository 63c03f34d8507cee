import { SpawnedProcess } from './spawned-process.js';

/** `node dist/src/worker.js` as a separate process, as `npm run worker` runs it. */
export class SpawnedWorker extends SpawnedProcess {
  /** Starts it and waits until it takes jobs. */
  static async start(variables: Record<string, string>): Promise<SpawnedWorker> {
    const worker = new SpawnedWorker('dist/src/worker.js', variables);
    await worker.until(() => worker.output.includes('The worker is ready'));
    return worker;
  }
}
