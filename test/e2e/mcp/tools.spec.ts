import { fromJsonSchema } from '@modelcontextprotocol/server';
import { newId, toWireId } from '../../../src/kernel/ids.js';
import { McpCaller, refusalOf } from '../../support/mcp-caller.js';
import * as shortcuts from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const ALL = ['get_project', 'get_segment', 'list_projects', 'list_segments'];

describe('the tools of the MCP endpoint', () => {
  let server: TestApp;
  let caller: McpCaller;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => (caller = await McpCaller.connect(server)));

  const addSegment = (projectId: string, name: string, rule: object | null = null) =>
    shortcuts.addSegment(server.database, projectId, {
      ...{ name, rule },
      type: rule ? 'dynamic' : 'static',
    });
  const found = async (name: string, args: object = {}) => {
    const { body } = await caller.call(name, args);
    expect(body.result?.isError).toBeUndefined();
    // The same for models that read text only.
    expect(JSON.parse(String(body.result?.content?.[0]?.text))).toEqual(
      body.result?.structuredContent,
    );
    return body.result?.structuredContent;
  };

  it('are listed with schemas for what goes in and what comes out, and change nothing', async () => {
    const { body } = await caller.request('tools/list');
    const tools = body.result?.tools as unknown as Record<string, unknown>[];
    expect(tools.map(({ name }) => name).sort()).toEqual(ALL);
    for (const tool of tools) {
      expect(tool).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
        inputSchema: { type: 'object' },
        outputSchema: { type: 'object' },
        annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
      });
    }
  });

  it('answer as their schemas say', async () => {
    const uid = await addSegment(caller.project.id, 'Bakers', { root: {} });
    await addSegment(caller.project.id, 'Cooks');
    const { body } = await caller.request('tools/list');
    for (const { name, outputSchema } of body.result?.tools ?? []) {
      const answer = await found(name, name === 'get_segment' ? { uid } : {});
      const schema = fromJsonSchema(outputSchema as Parameters<typeof fromJsonSchema>[0]);
      expect(await schema['~standard'].validate(answer)).toEqual({ value: answer });
    }
  });

  it('list_projects shows where the app was let in, and what works there now', async () => {
    await caller.app.addProject({ name: 'Wholesale', plan: 'free', scopes: ['mcp:read'] });
    expect(await found('list_projects')).toEqual({
      projects: [
        {
          id: caller.projectId,
          name: 'Bread',
          kind: 'live',
          organisation: { id: expect.stringMatching(/^org_/), name: 'Bread Ltd' },
          role: 'owner',
          plan: 'pro',
          tools: ['get_project', 'list_segments', 'get_segment'],
        },
        expect.objectContaining({ name: 'Wholesale', plan: 'free', tools: [] }),
      ],
    });
  });

  it('get_project shows its settings, also without being told which one', async () => {
    const expected = { project: expect.objectContaining({ id: caller.projectId, name: 'Bread' }) };
    expect(await found('get_project')).toEqual(expected);
    expect(await found('get_project', { project: caller.projectId })).toEqual(expected);
  });

  it('list_segments pages through names and counts, and get_segment shows the rule', async () => {
    const rule = { root: { join: 'and', children: [] } };
    const uid = await addSegment(caller.project.id, 'Bakers', rule);
    for (const name of ['Cooks', 'Drivers']) await addSegment(caller.project.id, name);
    const first = await found('list_segments', { limit: 2 });
    expect(first).toMatchObject({
      segments: [{ uid, name: 'Bakers', type: 'dynamic', lastCount: 12 }, { name: 'Cooks' }],
      next_cursor: expect.any(String),
    });
    expect(JSON.stringify(first)).not.toContain('children');
    expect(await found('list_segments', { limit: 2, cursor: first?.next_cursor })).toMatchObject({
      segments: [{ name: 'Drivers' }],
      next_cursor: null,
    });
    expect(await found('list_segments', { search: 'COOK' })).toMatchObject({
      segments: [{ name: 'Cooks' }],
    });
    expect(await found('get_segment', { uid })).toMatchObject({ segment: { uid, rule } });
  });

  it('find nothing of another project, by whatever name (E3)', async () => {
    const other = await McpCaller.connect(server);
    const theirs = await addSegment(other.project.id, 'Secret');
    const unknown = toWireId('prj', newId());
    const answers = [
      await caller.call('list_segments', { project: other.projectId }),
      await caller.call('list_segments', { project: unknown }),
      await caller.call('list_segments', { project: 'x' }),
      await caller.call('get_segment', { uid: theirs }),
      await caller.call('get_segment', { uid: 'x' }),
    ];
    expect(new Set(answers.map(refusalOf))).toEqual(
      new Set(['not_found: There is nothing here, or you may not see it.']),
    );
    expect((await found('list_segments'))?.segments).toEqual([]);
  });

  it('ask which project is meant when there are several', async () => {
    await caller.app.addProject({ name: 'Wholesale', scopes: ['mcp:read'] });
    expect(refusalOf(await caller.call('list_segments'))).toContain('list_projects');
    expect(await found('list_segments', { project: caller.projectId })).toBeDefined();
  });

  it.each([
    [{ limit: 51 }],
    [{ limit: '2' }],
    [{ search: '' }],
    [{ type: 'other' }],
    [{ project: 7 }],
    [{ cursor: 'x' }],
    [{ cursor: 7 }],
  ])('say what is wrong with %j, and do not run', async (args) => {
    const { status, body } = await caller.call('list_segments', args);
    expect(status).toBe(200);
    expect(body.error?.message ?? refusalOf({ status, headers: {}, body })).toMatch(/./);
    expect(body.result?.structuredContent).toBeUndefined();
  });

  it('see a role as it is at this moment', async () => {
    const roleNow = async () =>
      ((await found('list_projects'))?.projects as { role: string }[])[0]?.role;
    expect(await roleNow()).toBe('owner');
    await caller.change(
      `UPDATE memberships SET role = 'viewer' WHERE id = $1`,
      caller.project.membershipId,
    );
    expect(await roleNow()).toBe('viewer');
  });

  it('are gone the moment a project is disconnected or left (RS-09)', async () => {
    const second = await caller.app.addProject({ name: 'Wholesale', scopes: ['mcp:read'] });
    await caller.change(
      'UPDATE memberships SET ended_at = now() WHERE id = $1',
      second.membershipId,
    );
    expect(
      refusalOf(await caller.call('get_project', { project: toWireId('prj', second.id) })),
    ).toContain('not_found');
    await caller.change(
      'UPDATE grant_projects SET revoked_at = now() WHERE project_id = $1',
      caller.project.id,
    );
    expect(refusalOf(await caller.call('get_project', { project: caller.projectId }))).toContain(
      'not_found',
    );
    expect(await caller.toolNames()).toEqual(['list_projects']);
    expect(await found('list_projects')).toEqual({ projects: [] });
  });
});
