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

/** The limit that CIMD §4.1 recommends. */
const MAXIMUM_BYTES = 5_120;

/**
 * Stores metadata documents as client rows. The authorization endpoint refreshes a row, and so does a daily job;
 * consent, code and tokens use the row and never fetch (attack C14).
 */
@Injectable()
export class MetadataDocuments {
  constructor(
    private readonly outbound: OutboundFetch,
    private readonly clients: MetadataClients,
  ) {}

  /** Fetches the document unless the copy is fresh. @throws OAuthError for a page, without a usable copy */
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

  /** One message for every cause, so that it does not reveal which names resolve here (attack C12). */
  private async settleUnread(
    copy: DocumentCopy | null,
    { failure, message: reason }: OutboundError,
  ): Promise<void> {
    // An unavailable host does not withdraw the document: approved clients are served from the last valid copy for a
    // day (C15).
    if (failure === 'unavailable' && copy?.standsIn) return;
    if (failure === 'unacceptable' && copy) await this.clients.withdraw(copy.id, reason);
    throw new OAuthError('invalid_request', UNREAD, { reason });
  }
}

const UNREAD =
  'The page on which this app describes itself cannot be read now. It must answer with status 200 and at most 5 kB of application/json within 5 seconds, at a public address. Try again in a minute.';
const UNFIT = 'The page on which this app describes itself is not in order.';
