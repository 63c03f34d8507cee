import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Suppressions } from '../../../audience/suppressions.service.js';
import type { DueMessage } from './dispatch.statements.js';

/**
 * Messages to numbers that are suppressed, whatever their contact says: a number may be suppressed while it is being
 * imported, and the new contact does not know of it.
 */
@Injectable()
export class SuppressedNumbers {
  constructor(private readonly suppressions: Suppressions) {}

  /** The same messages, those among them barred. One statement for each project. */
  async bar(tx: EntityManager, due: readonly DueMessage[]): Promise<DueMessage[]> {
    const suppressed = new Map<string, ReadonlySet<string>>();
    for (const projectId of new Set(due.map((message) => message.projectId))) {
      const phones = due.flatMap((message) => numberOf(message, projectId));
      suppressed.set(projectId, await this.suppressions.among(tx, projectId, phones));
    }
    return due.map((message) => {
      const numbers = suppressed.get(message.projectId);
      const isBarred = numberOf(message, message.projectId).some((phone) => numbers?.has(phone));
      return isBarred ? { ...message, bar: 'unsubscribed' } : message;
    });
  }
}

/** None of an answer to an inbound message, which confirms a STOP. */
const numberOf = ({ projectId, origin, to }: DueMessage, of: string): string[] =>
  projectId === of && origin !== 'inbound' && to !== null ? [to] : [];
