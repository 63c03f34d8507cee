import { Module, type INestApplicationContext } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { newId } from '../../../src/kernel/ids.js';
import { ProjectProfiles } from '../../../src/modules/projects/project-profiles.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { HandlesJob } from '../../../src/platform/jobs/job-handler.decorator.js';
import { JobQueue } from '../../../src/platform/jobs/job-queue.service.js';
import { JobRegistry } from '../../../src/platform/jobs/job-registry.js';
import { ReferredSegments } from '../../../src/product-api/rules/internal/referred-segments.service.js';
import { Rules } from '../../../src/product-api/rules/rules.service.js';
import { SegmentRules } from '../../../src/product-api/rules/segment-rules.service.js';
import { SegmentWatch } from '../../../src/product-api/segments/internal/segment-watch.service.js';
import { WatchSegments } from '../../../src/product-api/segments/internal/watch-segments.job.js';
import { SEGMENT_ENTERED } from '../../../src/product-api/segments/segment-entered.js';
import { SegmentUses } from '../../../src/product-api/segments/segment-uses.service.js';
import { SpecCatalogue } from '../../../src/product-api/specs/spec-catalogue.service.js';
import { OpenDatabase } from '../../support/open-database.js';
import { storeRow } from '../../support/rows.js';

/** Somebody handles such jobs, or none could be queued. No worker runs. */
@HandlesJob(SEGMENT_ENTERED)
class Heard {
  run(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a watched segment', () => {
  let open: OpenDatabase;
  let queueing: INestApplicationContext;
  let job: WatchSegments;
  let uses: SegmentUses;
  let projectId: string;
  let segmentId: string;
  const automation = newId();

  beforeAll(async () => {
    open = await OpenDatabase.create();
    const { database } = open;

    @Module({
      imports: [DiscoveryModule],
      providers: [JobRegistry, JobQueue, Heard, { provide: Database, useValue: database }],
    })
    class Queueing {}

    queueing = await NestFactory.createApplicationContext(Queueing, { logger: false });
    const specs = new SpecCatalogue(database);
    const profiles = new ProjectProfiles(database);
    const rules = new Rules(specs, profiles, new ReferredSegments(database, specs));
    const segments = new SegmentRules(database, rules);
    job = new WatchSegments(database, new SegmentWatch(database, segments, queueing.get(JobQueue)));
    uses = new SegmentUses(database);
  });
  afterAll(async () => {
    await queueing.close();
    await open.close();
  });

  beforeEach(async () => {
    for (const table of [
      'graphile_worker._private_jobs',
      'segment_snapshots',
      'watched_segments',
    ]) {
      await open.test.query(`DELETE FROM ${table}`);
    }
    const organisation_id = await storeRow(open.test, 'organisations');
    projectId = await storeRow(open.test, 'projects', { organisation_id });
    segmentId = await storeRow(open.test, 'segments', {
      ...{ project_id: projectId, name: 'Spain', type: 'dynamic', status: 'ready' },
      rule: { root: { key: '_country', operator: 'eq', values: ['ES'] } },
    });
  });

  const contact = (country: string): Promise<string> =>
    storeRow(open.test, 'contacts', { project_id: projectId, user_id: newId(), country });
  const move = (id: string, country: string) =>
    open.test.query('UPDATE contacts SET country = $2 WHERE id = $1', [id, country]);
  const watch = (watches: boolean) =>
    open.transaction((tx) =>
      uses.replace(
        tx,
        { projectId, kind: 'automation', id: automation },
        watches ? [{ id: segmentId, watches }] : [],
      ),
    );
  /** One run of the job, a minute later. */
  async function compare(): Promise<void> {
    await open.test.query(`UPDATE watched_segments SET due_at = now() - interval '1 second'`);
    await job.run();
  }
  const entered = async (): Promise<string[]> => {
    const rows = await open.test.query<{ payload: { contactIds: string[] } }>(
      'SELECT payload FROM graphile_worker._private_jobs ORDER BY id',
    );
    return rows.flatMap(({ payload }) => payload.contactIds);
  };

  it('tells of who enters it, once, and not of who was in it before', async () => {
    await contact('ES');
    await watch(true);
    await compare();
    expect(await entered()).toEqual([]);
    const later = await contact('ES');
    const moved = await contact('FR');
    await compare();
    await compare();
    expect(await entered()).toEqual([later]);
    await move(moved, 'ES');
    await compare();
    expect(await entered()).toEqual([later, moved]);
  });

  it('tells again of who has left it and comes back', async () => {
    await watch(true);
    await compare();
    const id = await contact('ES');
    for (const country of ['ES', 'FR', 'ES']) {
      await move(id, country);
      await compare();
    }
    expect(await entered()).toEqual([id, id]);
  });

  it('does not tell of who was deleted, and forgets all when nobody watches it', async () => {
    await watch(true);
    await compare();
    const id = await contact('ES');
    await open.test.query('UPDATE contacts SET deleted_at = now() WHERE id = $1', [id]);
    await contact('ES');
    await compare();
    expect(await entered()).toHaveLength(1);
    await watch(false);
    await compare();
    const left = await open.test.query('SELECT FROM watched_segments');
    const snapshots = await open.test.query('SELECT FROM segment_snapshots');
    expect([left, snapshots]).toEqual([[], []]);
  });

  it('whose rule cannot be evaluated does not keep others waiting', async () => {
    await watch(true);
    await open.test.query(
      `UPDATE segments SET rule = '{"root":{"key":"gone","operator":"exists"}}'`,
    );
    await compare();
    const [row] = await open.test.query<{ deferred: boolean }>(
      `SELECT due_at > now() + interval '4 minutes' AS deferred FROM watched_segments`,
    );
    expect(row).toEqual({ deferred: true });
  });
});
