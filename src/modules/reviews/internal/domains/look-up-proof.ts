import { Injectable } from '@nestjs/common';
import { OutboundError } from '../../../../platform/outbound/outbound-error.js';
import { OutboundFetch } from '../../../../platform/outbound/outbound-fetch.service.js';
import { TextRecords } from '../../../../platform/outbound/text-records.service.js';
import type { ProofFailure, ProofInstructions, ProofMethod } from '../../domain-proof.js';

/** What a look-up found: the method that proves the host, or why none does. */
export type Finding =
  | { readonly method: ProofMethod; readonly failure: null }
  | { readonly method: null; readonly failure: ProofFailure };

const FILE_LIMITS = { maximumBytes: 1_024, perMinute: 20, inUse: false } as const;

/** Of the two ways, the failure that helps more is reported. */
const BY_USE: readonly ProofFailure[] = [
  'another_token',
  'nothing_found',
  'unreachable',
  'asked_too_often',
];

/** Looks for the token of a host: first its TXT record, then its file. Nothing of what was found is stored or shown. */
@Injectable()
export class LookUpProof {
  constructor(
    private readonly records: TextRecords,
    private readonly fetch: OutboundFetch,
  ) {}

  async execute({ record, file, token }: ProofInstructions): Promise<Finding> {
    const byRecord = await this.inRecords(record, token);
    if (byRecord === null) return { method: 'dns', failure: null };
    const byFile = await this.inFile(file, token);
    if (byFile === null) return { method: 'file', failure: null };
    return {
      method: null,
      failure: BY_USE.find((each) => [byRecord, byFile].includes(each)) ?? byFile,
    };
  }

  private async inRecords(record: string, token: string): Promise<ProofFailure | null> {
    try {
      const found = await this.records.find(record);
      if (found.some((text) => text.trim() === token)) return null;
      return found.length > 0 ? 'another_token' : 'nothing_found';
    } catch (error) {
      return failureOf(error);
    }
  }

  private async inFile(file: string, token: string): Promise<ProofFailure | null> {
    try {
      return (await this.fetch.getText(file, FILE_LIMITS)).trim() === token
        ? null
        : 'another_token';
    } catch (error) {
      return failureOf(error);
    }
  }
}

function failureOf(error: unknown): ProofFailure {
  if (!(error instanceof OutboundError)) throw error;
  return error.failure === 'unacceptable' ? 'nothing_found' : 'unreachable';
}
