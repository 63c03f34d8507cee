import { newId } from '../kernel/ids.js';
import type { CreatedProject } from './demo-organisations.js';

const DAY_MS = 86_400_000;

/** Rows of `senders` and `campaigns` of one project, named as their columns. */
export interface DemoMessages {
  readonly senders: readonly object[];
  readonly campaigns: readonly object[];
}

export function demoMessages(project: CreatedProject, now: Date): DemoMessages {
  const senderId = newId();
  return {
    senders: senders(project, senderId),
    campaigns: campaigns(project.id, senderId, now),
  };
}

function senders({ id: project_id, sender, senderNumber }: CreatedProject, id: string): object[] {
  const name = { project_id, type: 'alphanumeric' };
  const number = { project_id, type: 'long', address: senderNumber, countries: ['US', 'CA'] };
  return [
    {
      ...{ id, ...name, address: sender, countries: ['ES', 'DE', 'SE', 'PT'] },
      ...{ status: 'approved', is_default: true },
    },
    {
      ...{ id: newId(), ...name, address: `${sender.slice(0, 8)}VIP`, countries: ['ES'] },
      ...{ status: 'pending', is_default: false },
    },
    ...(senderNumber === undefined
      ? []
      : [{ id: newId(), ...number, status: 'approved', is_default: false }]),
  ];
}

const EVERYONE = {
  segments: [],
  rule: { root: { key: '_phone_mobile', operator: 'exists', values: [] } },
  exclude: [],
};

function campaigns(projectId: string, senderId: string, now: Date): object[] {
  const campaign = (title: string, status: string, days: number | null, text: string): object => ({
    id: newId(),
    project_id: projectId,
    title,
    status,
    sender_id: senderId,
    audience: EVERYONE,
    options: [{ text, weight: 100 }],
    campaign_at: days === null ? null : new Date(now.getTime() + days * DAY_MS).toISOString(),
  });
  return [
    campaign('Cosecha nueva', 'sent', -60, 'Ya ha llegado el aceite de la nueva cosecha.'),
    campaign('Rebajas de enero', 'sent', -21, '{{_first_name}}, hoy empiezan las rebajas.'),
    campaign('Club Oro', 'sent', -3, 'Un regalo te espera en tu tienda, {{_first_name}}.'),
    campaign('Feria de quesos', 'scheduled', 5, 'Este fin de semana: feria de quesos.'),
    campaign('Verano', 'draft', null, 'El verano sabe mejor con …'),
  ];
}
