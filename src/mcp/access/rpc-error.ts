import { AppError } from '../../kernel/errors/app-error.js';

/** Error codes of JSON-RPC 2.0 §5.1, each with its HTTP status when no message was dispatched. */
const STATUS = {
  [-32700]: 400,
  [-32600]: 400,
  [-32601]: 404,
} as const;

/** A message that is not dispatched: it is not JSON, not a message, or its method does not exist. */
export class RpcError extends AppError {
  readonly status: number;

  constructor(
    readonly code: keyof typeof STATUS,
    message: string,
  ) {
    super(message);
    this.status = STATUS[code];
  }
}
