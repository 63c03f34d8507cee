import type { Client } from '../../../clients/client.js';
import { kindOf } from '../app-form/app-kind.js';

/** Why the portal cannot walk the flow with an app. */
export type Obstacle = 'service' | 'suspended' | 'dpop' | 'pushed';

export function obstacleOf(client: Client): Obstacle | null {
  if (kindOf(client) === 'service') return 'service';
  if (client.isSuspended) return 'suspended';
  if (client.dpopBoundAccessTokens) return 'dpop';
  return client.requirePushedAuthorizationRequests ? 'pushed' : null;
}
