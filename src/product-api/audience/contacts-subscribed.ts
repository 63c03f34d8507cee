import { defineJob } from '../../platform/jobs/job.js';

export interface SubscribedContacts {
  /** Of this change: the same at every attempt. */
  readonly id: string;
  /** UUIDs. */
  readonly projectId: string;
  readonly contactIds: readonly string[];
  /** ISO 8601. */
  readonly subscribedAt: string;
}

/** Contacts who were not subscribed to text messages are now. Queued only where something waits for it. */
export const CONTACTS_SUBSCRIBED = defineJob<SubscribedContacts>('contacts-subscribed');

/** In `event_listeners`, in place of a type of event, of which none begins like this. */
export const SUBSCRIPTIONS = '_subscribed';
