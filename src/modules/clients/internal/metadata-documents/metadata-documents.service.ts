import { Injectable } from '@nestjs/common';
import { invalidRequest, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { OutboundError } from '../../../../platform/outbound/outbound-error.js';
import {
  OutboundFetch,
  type FetchedDocument,
} from '../../../../platform/outbound/outbound-fetch.service.js';
import { knownHostOf } from '../../known-hosts.js';
import { MetadataClients, type DocumentCopy } from './metadata-clients.repository.js';
import { readMetadataDocument } from './read-metadata-document.js';

/** CIMD §4.1 recommends this much. */
const MAXIMUM_BYTES = 5_120;

/**
 * Keeps what apps publish of themselves as client rows. The authorization endpoint refreshes a row, and so does a
 * job once a day; everything that follows, consent, code and tokens, lives on the row and never fetches (attack C14).
 */
@Injectable()
export class MetadataDocuments {
  constructor(
    private readonly outbound: OutboundFetch,
    private readonly clients: MetadataClients,
  ) {}

  /** Reads the document unless the copy is fresh. @throws OAuthError for a page: there is no usable copy */
  async refresh(url: string): Promise<void> {
    const copy = await this.clients.find(url);
    if (copy?.fresh) return;
    try {
      const fetched = await this.fetch(url, copy?.approved === true);
      const metadata = readMetadataDocument(url, fetched.document);
      await this.clients.store(url, metadata, fetched.lifetime);
    } catch (error) {
      await this.settle(copy, error);
    }
  }

  private fetch(url: string, inUse: boolean): Promise<FetchedDocument> {
    const perMinute = knownHostOf(url)?.fetchesPerMinute ?? 5;
    return this.outbound.getJson(url, { maximumBytes: MAXIMUM_BYTES, perMinute, inUse });
  }

  private async settle(copy: DocumentCopy | null, error: unknown): Promise<void> {
    if (error instanceof OutboundError) return this.settleUnread(copy, error);
    if (!(error instanceof OAuthError)) throw error;
    if (copy) await this.clients.withdraw(copy.id, error.message);
    throw invalidRequest(`${UNFIT} (${error.message})`);
  }

  /** One sentence whatever the cause: a stranger is not told which names resolve here, and to what (attack C12). */
  private async settleUnread(
    copy: DocumentCopy | null,
    { failure, message: reason }: OutboundError,
  ): Promise<void> {
    // An outage is not a withdrawal: apps that were let in go on with the last good copy for a day (C15).
    if (failure === 'unavailable' && copy?.standsIn) return;
    if (failure === 'unacceptable' && copy) await this.clients.withdraw(copy.id, reason);
    throw new OAuthError('invalid_request', UNREAD, { reason });
  }
}

const UNREAD =
  'The page on which this app describes itself cannot be read now. It must answer with status 200 and at most 5 kB of application/json within 5 seconds, at a public address. Try again in a minute.';
const UNFIT = 'The page on which this app describes itself is not in order.';
