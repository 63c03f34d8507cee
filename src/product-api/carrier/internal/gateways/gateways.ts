import { Injectable } from '@nestjs/common';
import { Environment } from '../../../../platform/config/environment.js';
import type { GatewayId } from '../../../messages/message-kinds.js';
import type { SmsGateway } from '../../sms-gateway.js';
import { InstasentGateway } from './instasent-gateway.js';
import { SandboxGateway } from './sandbox-gateway.js';

/** The carriers of this installation. The sandbox is always one of them, for messages in test mode. */
@Injectable()
export class Gateways {
  private readonly all: readonly SmsGateway[];

  constructor(environment: Environment, sandbox: SandboxGateway, instasent: InstasentGateway) {
    this.all = environment.SMS_GATEWAY === 'instasent' ? [sandbox, instasent] : [sandbox];
  }

  get ids(): readonly GatewayId[] {
    return this.all.map(({ id }) => id);
  }

  find(id: GatewayId): SmsGateway | null {
    return this.all.find((gateway) => gateway.id === id) ?? null;
  }
}
