import { newId } from '../kernel/ids.js';
import type { Definition, Step } from '../product-api/automations/definition/definition.js';
import { compile } from '../product-api/automations/definition/program.js';
import { DEFAULT_SETTINGS } from '../product-api/automations/definition/read-definition.js';

/** Rows of one project, named as their columns. */
interface DemoAutomations {
  readonly automations: readonly object[];
  readonly automation_versions: readonly object[];
  readonly event_listeners: readonly object[];
}

interface DemoAutomation extends Pick<Definition, 'trigger' | 'steps'> {
  readonly title: string;
  readonly status: string;
  readonly cancelEvents?: readonly string[];
}

const sms = (text: string): Step => ({ send_sms: { text, allowUnicode: false } });
const wait = (duration: string): Step => ({ wait: { duration } });

const AUTOMATIONS: readonly DemoAutomation[] = [
  {
    ...{ title: 'Welcome', status: 'active', trigger: { subscribed: {} } },
    steps: [wait('PT10M'), sms('Bienvenida a Olivar, {{_first_name|amiga}}.')],
  },
  {
    ...{ title: 'Cart left behind', status: 'active' },
    ...{ trigger: { event: { type: 'cart_abandoned' } }, cancelEvents: ['purchase'] },
    steps: [wait('PT4H'), sms('Tu cesta te espera.')],
  },
  {
    ...{ title: 'Anniversary', status: 'paused' },
    trigger: {
      attribute_date: { key: '_date_registered', offsetDays: 0, at: '10:00', repeat: 'yearly' },
    },
    steps: [sms('¡Gracias por otro año con nosotros, {{_first_name|amiga}}!')],
  },
];

/** Each with the version that is live, or was. */
export function demoAutomations(projectId: string): DemoAutomations {
  const rows = AUTOMATIONS.map((automation) => rowsOf(projectId, automation));
  return {
    automations: rows.map(({ automation }) => automation),
    automation_versions: rows.map(({ version }) => version),
    event_listeners: ['cart_abandoned', 'purchase'].map((event_type) => ({
      ...{ project_id: projectId, event_type },
    })),
  };
}

function rowsOf(projectId: string, given: DemoAutomation) {
  const { title, status, trigger, steps, cancelEvents = [] } = given;
  const id = newId();
  const definition: Definition = {
    ...{ trigger, audience: null, cancelEvents, steps, settings: DEFAULT_SETTINGS },
  };
  return {
    automation: {
      ...{ id, project_id: projectId, title, status, trigger, steps },
      ...{ cancel_events: cancelEvents, settings: DEFAULT_SETTINGS },
      ...{ paused_reason: status === 'paused' ? 'requested' : null },
    },
    version: {
      ...{ project_id: projectId, automation_id: id, version: 1, definition },
      ...{ program: compile(steps), cancel_events: cancelEvents },
    },
  };
}
