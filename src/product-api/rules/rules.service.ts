import { Injectable } from '@nestjs/common';
import { ProjectProfiles } from '../../modules/projects/project-profiles.service.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { ReferredSegments } from './internal/referred-segments.service.js';
import { PreparedRule } from './prepared-rule.js';
import { readEventRule, readRule } from './read-rule.js';
import type { Rule } from './rule.js';

/** Reads the rules of requests and of stored segments, with all that is needed to make SQL of them. */
@Injectable()
export class Rules {
  constructor(
    private readonly specs: SpecCatalogue,
    private readonly profiles: ProjectProfiles,
    private readonly referred: ReferredSegments,
  ) {}

  /**
   * A rule about contacts. `pointer` says where `json` is in the request.
   * @throws ProblemError 400 that names each fault, also a segment that it refers to and that does not exist
   */
  async read(
    projectId: string,
    json: unknown,
    pointer: string,
    options: { readonly parameters?: boolean } = {},
  ): Promise<PreparedRule> {
    const rule = readRule(json, await this.specs.of(projectId), pointer, options);
    return this.prepare(projectId, rule);
  }

  /**
   * A rule that has been read, with the segments that it refers to.
   * @throws ProblemError 400 that names those which do not exist, or cannot be evaluated
   */
  async prepare(projectId: string, rule: Rule): Promise<PreparedRule> {
    const segments = await this.referred.of(projectId, rule);
    return new PreparedRule(rule, { segments, timeZone: await this.timeZoneOf(projectId) });
  }

  /**
   * A rule about events.
   * @throws ProblemError 400 that names each fault
   */
  async readForEvents(projectId: string, json: unknown, pointer: string): Promise<PreparedRule> {
    const rule = readEventRule(json, await this.specs.of(projectId), pointer);
    return new PreparedRule(rule, { timeZone: await this.timeZoneOf(projectId) });
  }

  /** That of the project, if there is such a time zone. */
  private async timeZoneOf(projectId: string): Promise<string> {
    const { timezone } = await this.profiles.get(projectId);
    try {
      return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone;
    } catch {
      return 'UTC';
    }
  }
}
