import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../../modules/projects/project-profiles.service.js';
import { ZONES_OF_COUNTRIES } from '../../messages/country-zones.js';
import type { CampaignRow } from './transition.statements.js';
import { quietUntil, sameTimeIn } from './wall-clock.js';

/** When recipients get their messages. */
export interface RecipientTimes {
  /** Of a country that is not in `byCountry`. */
  readonly due: Date;
  /** RFC 3339, by ISO 3166-1 alpha-2. */
  readonly byCountry: Readonly<Record<string, string>>;
}

type Timed = Pick<CampaignRow, 'projectId' | 'startedAt' | 'timezoneMode' | 'quietHours'>;

/** When a campaign may send, by the clock of the project or of each recipient. */
@Injectable()
export class DueTimes {
  constructor(private readonly profiles: ProjectProfiles) {}

  /** By the clock of the recipient: never before the start, so on the next day where it was later already. */
  async of(campaign: Timed): Promise<RecipientTimes> {
    const start = campaign.startedAt ?? new Date();
    if (campaign.timezoneMode === 'project') return { due: start, byCountry: {} };
    const projectZone = await this.zoneOf(campaign.projectId);
    const times = Object.entries(ZONES_OF_COUNTRIES).map(([country, [zone = projectZone]]) => {
      const due = sameTimeIn(zone, start, projectZone);
      return [country, due.toISOString()] as const;
    });
    return { due: start, byCountry: Object.fromEntries(times) };
  }

  /** When the quiet hours of the whole campaign end; null if there are none now, or each recipient has their own. */
  async quietUntil(campaign: Timed, now: Date): Promise<Date | null> {
    const { quietHours, timezoneMode, projectId } = campaign;
    if (!quietHours || timezoneMode === 'recipient') return null;
    return quietUntil(now, await this.zoneOf(projectId), quietHours);
  }

  /** The same of a recipient in a country: until nowhere in it there are any. */
  async quietFor(campaign: Timed, now: Date): Promise<(country: string) => Date | null> {
    const { quietHours, timezoneMode, projectId } = campaign;
    if (!quietHours || timezoneMode === 'project') return () => null;
    const projectZone = await this.zoneOf(projectId);
    return (country) =>
      (ZONES_OF_COUNTRIES[country] ?? [projectZone])
        .map((zone) => quietUntil(now, zone, quietHours))
        .reduce((latest, until) => (latest && (!until || latest > until) ? latest : until), null);
  }

  private async zoneOf(projectId: string): Promise<string> {
    const { timezone } = await this.profiles.get(projectId);
    try {
      return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone;
    } catch {
      return 'UTC';
    }
  }
}
