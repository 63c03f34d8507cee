import {
  DocumentedOperations,
  type Answer,
} from '../../support/checked-answers/documented-operations.js';

const operations = DocumentedOperations.read();

const SEGMENT = {
  ...{ uid: 'seg_01kag0r4yqf8ktm3v9x2s5c7bn', name: 'Regulars', description: null },
  ...{ type: 'static', rule: null, status: 'ready', lastCount: 3, lastComputedAt: null },
  ...{ parameters: [], usedBy: [], createdBy: null },
  ...{ version: 1, createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' },
};

const PROBLEM = {
  ...{ type: 'http://localhost/problems/not_found', title: 'Not found', status: 404 },
  ...{ detail: 'Nothing.', message: 'Nothing.', instance: '/v1', code: 'not_found' },
  requestId: 'req_01kag0r4yqf8ktm3v9x2s5c7bn',
};

const answer = (body: object, changes: Partial<Answer> = {}): Answer => ({
  ...{ method: 'GET', path: '/v1/project/prj_x/segment/seg_x', status: 200 },
  ...{ contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) },
  ...changes,
});

const refused = (body: object, changes: Partial<Answer> = {}): Answer =>
  answer(body, { status: 404, contentType: 'application/problem+json', ...changes });

const segment = (changes: object): object => ({ entity: { ...SEGMENT, ...changes }, metadata: {} });

describe('answers compared with the OpenAPI document', () => {
  it('may be as the document says', () => {
    expect(operations.faultOf(answer(segment({})))).toBeNull();
    expect(operations.faultOf(refused(PROBLEM))).toBeNull();
  });

  it.each<[string, Answer, RegExp]>([
    ['a raw column', answer(segment({ project_id: 'x' })), /additional properties/],
    ['one in the metadata', answer({ entity: SEGMENT, metadata: { hits: 1 } }), /additional/],
    ['a field of another type', answer(segment({ version: '1' })), /version must be integer/],
    ['a missing field', answer(segment({ name: undefined })), /required property 'name'/],
    ['another status', answer(segment({}), { status: 203 }), /status is not documented/],
    ['another type', answer(segment({}), { contentType: 'text/html' }), /type text\/html/],
    ['a column in a problem', refused({ ...PROBLEM, query: 'SELECT' }), /additional properties/],
    ['another problem', refused({ ...PROBLEM, code: 'unprocessable' }), /unprocessable is not/],
    ['another operation', answer({}, { method: 'POST', path: '/v1/other' }), /npm run openapi/],
  ])('may not have %s', (_case, given, fault) => {
    expect(operations.faultOf(given)).toMatch(fault);
  });
});
