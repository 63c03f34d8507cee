import { addSegment } from '../../shortcuts.js';
import type { SampleArea } from '../route-sample.js';

export const SEGMENT_SAMPLES: SampleArea = {
  add: async ({ database, projectId, mark }) => ({
    segment: await addSegment(database, projectId, { name: mark }),
  }),
  routes: {
    'GET /v1/project/:project/segment/:uid': { path: ({ segment }) => ({ uid: segment }) },
  },
};
