/** Every type of event. The list is closed: a new type is a new line here. */
export const AUDIT_EVENT_TYPES = [
  'user.signed_in',
  'user.sign_in_failed',
  'user.signed_out',
  'user.created',
  'user.password_changed',
  'user.password_reset_asked',
  'user.password_reset',
  'user.email_verified',
  'staff.appointed',
  'staff.dismissed',
  'organisation.created',
  'project.created',
  'member.added',
  'member.removed',
  'member.role_changed',
  'project.policy_changed',
  'client.registered',
  'client.secret_revoked',
  'client.registration_token_revoked',
  'client.secret_renewed',
  'client.secret_added',
  'client.secret_ended',
  'resource_server.created',
  'client.changed',
  'app_profile.changed',
  'client.deleted',
  'client.transferred',
  'client.transfer_offered',
  'client.transfer_withdrawn',
  'client.transfer_declined',
  'client.retired',
  'client.revived',
  'client.withdrawn',
  'client.reviewed',
  'client.suspended',
  'client.restoring',
  'client.restored',
  'client.flow_tried',
  'app_version.draft_saved',
  'app_version.submitted',
  'app_version.withdrawn',
  'app_version.appealed',
  'app_version.taken',
  'app_version.released',
  'app_version.approved',
  'app_version.changes_requested',
  'app_version.rejected',
  'app_answers.changed',
  'domain.proven',
  'domain.lost',
  'app_verification.confirmed',
  'app_verification.lapsed',
  'tester.invited',
  'tester.accepted',
  'tester.declined',
  'tester.removed',
  'test_number.requested',
  'test_number.confirmed',
  'test_number.removed',
  'consent.granted',
  'consent.denied',
  'service.connected',
  'grant.revoked',
  'grant.project_revoked',
  'code.issued',
  'code.redeemed',
  'code.replayed',
  'code.raced',
  'code.proofs_exhausted',
  'fault.simulated',
  'token.issued',
  'token.refreshed',
  'token.revoked',
  'token.client_mismatch',
  'token.key_mismatch',
  'refresh.replayed',
  'refresh.raced',
  'refresh.repeated',
  'family.revoked',
  'contact.resubscribed',
  'contact.erased',
  'automation.activated',
  'automation.changed',
  'automation.paused',
  'automation.archived',
  'api_token.created',
  'api_token.revoked',
  'data_source_token.created',
  'data_source_token.deleted',
  'webhook.created',
  'webhook.changed',
  'webhook.deleted',
  'webhook.secret_rotated',
  'sender.requested',
  'sender.approved',
  'sender.rejected',
  'sender.disabled',
  'funds.added',
  'signing_keys.made',
  'signing_keys.rotated',
  'signing_keys.discarded',
  'campaign.scheduled',
  'campaign.unscheduled',
  'campaign.started',
  'campaign.paused',
  'campaign.resumed',
  'campaign.cancelled',
  'campaign.archived',
  'campaign.held',
  'campaign.unpaid',
  'campaign.finished',
] as const;

export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];

/** Who acted: a person, an app (perhaps on a person's behalf), an API token, or the server by itself. */
export type AuditActor =
  | { readonly kind: 'user'; readonly userId: string }
  | {
      readonly kind: 'app';
      readonly clientId: string;
      readonly grantId?: string;
      readonly userId?: string;
    }
  | {
      readonly kind: 'token';
      readonly tokenId: string;
      /** Who made the token. */
      readonly userId: string;
    }
  | { readonly kind: 'system' };

/** The object of the event: a kind such as `grant` or `project`, and its id. */
export interface AuditTarget {
  readonly kind: string;
  readonly id: string;
}

/** One event. It never has a token, code, secret, verifier or `state`: those are identified by the id of their row. */
export interface AuditEvent {
  readonly type: AuditEventType;
  readonly actor: AuditActor;
  readonly target: AuditTarget;
  /** The project concerned. An event that concerns several is recorded once for each, and once without. */
  readonly projectId?: string;
  readonly outcome?: 'succeeded' | 'refused';
  /** A short code, `wrong_password` for example. */
  readonly reason?: string;
  readonly context?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Personal data (an e-mail address). Stored apart with the caller's address, so that it can be erased. */
  readonly personal?: Readonly<Record<string, string>>;
}
