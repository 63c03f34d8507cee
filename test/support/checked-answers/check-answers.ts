import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { ruleOfPath } from '../../../src/platform/http/surface.js';
import { DocumentedOperations } from './documented-operations.js';

let operations: DocumentedOperations | undefined;

/** Most that a file reports; one is enough to fail it. */
const MOST_FAULTS = 10;

/** Every answer of a server's Product API, compared with the OpenAPI document while the tests run. */
export class CheckedAnswers {
  private readonly faults = new Set<string>();
  count = 0;

  /** Before any other middleware. */
  watch(app: NestExpressApplication): void {
    app.use((request: Request, response: Response, next: NextFunction) => {
      const { surface } = ruleOfPath(request.path);
      if (surface === 'product-api' && request.method !== 'HEAD') {
        this.watchOne(request.url, response);
      }
      next();
    });
  }

  /** @throws Error with all that contradicts the document */
  check(): void {
    if (this.faults.size === 0) return;
    const listed = [...this.faults].slice(0, MOST_FAULTS);
    throw new Error(`Answers that the OpenAPI document does not allow:\n${listed.join('\n')}`);
  }

  private watchOne(url: string, response: Response): void {
    const chunks: Buffer[] = [];
    const note = (chunk: unknown): void => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    };
    const write = response.write.bind(response) as (...given: unknown[]) => boolean;
    const end = response.end.bind(response) as (...given: unknown[]) => Response;
    response.write = (...given: unknown[]) => {
      note(given[0]);
      return write(...given);
    };
    response.end = (...given: unknown[]) => {
      note(given[0]);
      this.add(url, response, Buffer.concat(chunks).toString());
      return end(...given);
    };
  }

  private add(url: string, response: Response, body: string): void {
    const { statusCode: status, req } = response;
    // Preflights (Fetch §4.8) and 304 have no body of the operation.
    if (req.method === 'OPTIONS' || status === 304) return;
    // A 500 that the app asked for in a sandbox project: no operation documents failures of the server.
    if (response.getHeader('Fault-Simulated') === '500-once') return;
    this.count++;
    operations ??= DocumentedOperations.read();
    const contentType = String(response.getHeader('Content-Type') ?? '');
    const [path = ''] = url.split('?');
    const fault = operations.faultOf({ method: req.method, path, status, contentType, body });
    if (fault !== null) this.faults.add(fault);
  }
}
