import { applyDecorators, Injectable, SetMetadata, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { Database } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/statement.js';

const ERASER = Symbol('contact-eraser');

/** Most rows that one eraser takes in one transaction. */
export const ERASED_AT_ONCE = 1_000;

/** A contact whose row has lost its personal data in the same transaction. */
export interface ErasedContact {
  readonly projectId: string;
  readonly contactId: string;
}

/**
 * Erases what an area to the right keeps about a contact: deletes rows, or blanks what is personal in those that have to
 * stay. A provider with `@ErasesContacts()`; it is called in the transaction that erases the contact, and by a job as
 * long as it answers that something may be left.
 */
export interface ContactEraser {
  /** Erases `ERASED_AT_ONCE` rows at most. @returns whether more may be left */
  erase(tx: EntityManager, contact: ErasedContact): Promise<boolean>;
}

/** Counts the rows that it erased. */
type CountingErasure = Statement<'projectId' | 'contactId' | 'limit', { readonly count: number }>;

/** A step of an eraser by one statement, with all the rows it may take. @returns whether more may be left */
export async function eraseSome(
  database: Database,
  tx: EntityManager,
  erasure: CountingErasure,
  contact: ErasedContact,
): Promise<boolean> {
  const [erased] = await database.queryIn(tx, erasure, { ...contact, limit: ERASED_AT_ONCE });
  return erased?.count === ERASED_AT_ONCE;
}

/** The provider erases something of contacts. List it among the providers of its module. */
export const ErasesContacts =
  () =>
  (target: new (...parameters: never[]) => ContactEraser): void => {
    applyDecorators(Injectable(), SetMetadata(ERASER, true))(target);
  };

/** Every eraser of the running server, found by its decorator. */
@Injectable()
export class ContactErasers implements OnModuleInit {
  private readonly erasers: ContactEraser[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function' || !instance) continue;
      if (this.reflector.get(ERASER, metatype)) this.erasers.push(instance as ContactEraser);
    }
  }

  /** One step of each. @returns whether more may be left */
  async erase(tx: EntityManager, contact: ErasedContact): Promise<boolean> {
    let more = false;
    for (const eraser of this.erasers) more = (await eraser.erase(tx, contact)) || more;
    return more;
  }
}
