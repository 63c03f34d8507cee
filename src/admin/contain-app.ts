import { BootError } from '../platform/config/boot-error.js';
import { eurosOf } from '../kernel/euros.js';
import { toWireId } from '../kernel/ids.js';
import { DAYS } from '../modules/staff/incidents.service.js';
import { idOf, oneOf, type AdminCommand, type Options } from './admin-command.js';

const ACTOR = { kind: 'system' } as const;
const STAGES = ['own', 'all'] as const;
/** Lines of a list; the pages of staff have the rest, and the file. */
const LINES = 100;

/** `npm run admin -- suspend-app`, `restore-app`, `list-affected`: what staff do on `/staff/apps`. */
export const containmentCommands: readonly AdminCommand[] = [
  {
    name: 'suspend-app',
    summary: 'Contains an app everywhere, at its next call.',
    required: { app: 'app_…', reason: '"TEXT"' },
    notes: { reason: 'its developers get it by mail' },
    async run({ containment, tx }, options) {
      const id = idOf('app', options.get('app'));
      const name = await containment.suspend(tx, id, options.get('reason'), ACTOR);
      return [`"${name}" is suspended. Its developers and the projects concerned get a mail.`];
    },
  },
  {
    name: 'restore-app',
    summary: 'Restores a suspended app in two stages.',
    required: { app: 'app_…', stage: STAGES.join('|') },
    switches: { 'require-consent': 'end all its connections first: then run the command again' },
    notes: {
      stage:
        'own: the projects of its own organisation, once its secrets were replaced; all: everywhere, after that',
    },
    async run({ containment, tx }, options) {
      const id = idOf('app', options.get('app'));
      if (options.isOn('require-consent')) {
        const news = await containment.requireConsent(tx, id, ACTOR);
        return [
          news
            ? 'A running server ends its connections. Run the command again without --require-consent.'
            : 'That was decided already, or the app is not suspended.',
        ];
      }
      const stage = oneOf(STAGES, 'stage', options.get('stage'));
      if (stage === 'own') await containment.beginRestore(tx, id, ACTOR);
      else await containment.finishRestore(tx, id, ACTOR);
      return [`${options.get('app')}: ${stage === 'own' ? 'stage 1 of 2' : 'restored'}.`];
    },
  },
  {
    name: 'list-affected',
    summary:
      'The projects that an app is connected with or reached, and what it read and sent there.',
    required: { app: 'app_…' },
    optional: { days: `${String(DAYS.min)}–${String(DAYS.max)}` },
    async run({ incidents }, options) {
      const id = idOf('app', options.get('app'));
      const days = daysOf(options);
      const [{ projects, people }, page] = await Promise.all([
        incidents.count(id, days),
        incidents.page(id, days, { after: null, limit: LINES }),
      ]);
      const lines = page.map(
        (of) =>
          `${toWireId('prj', of.id)} "${of.name}": ${String(of.people)} people, ${String(of.calls)} calls, ${String(of.contacts)} contacts, ${String(of.messages)} messages, ${eurosOf(of.spent)} EUR`,
      );
      const first = `${String(projects)} projects in ${String(days)} days, ${String(people)} people.`;
      return [
        first,
        ...lines,
        ...(projects > LINES ? [`The first ${String(LINES)} are here.`] : []),
      ];
    },
  },
];

function daysOf(options: Options): number {
  const days = Number(options.find('days') ?? DAYS.default);
  if (Number.isInteger(days) && days >= DAYS.min && days <= DAYS.max) return days;
  throw new BootError(`--days is a number from ${String(DAYS.min)} to ${String(DAYS.max)}.`);
}
