import {
  compares,
  contains,
  differs,
  equals,
  isOneOf,
  type ListPlan,
} from '../../access/list-plan.js';
import type { ListSegmentsDto, SEGMENT_SORTS } from '../segments.dto.js';

export const SEGMENT_COLUMNS = `name, description, type, rule, status, last_count AS "lastCount",
  last_computed_at AS "lastComputedAt", version, created_at AS "createdAt", updated_at AS "updatedAt"`;

export const SEGMENT_LIST: ListPlan<ListSegmentsDto, (typeof SEGMENT_SORTS)[number]> = {
  name: 'segments',
  table: 'segments',
  columns: SEGMENT_COLUMNS,
  filters: {
    type_eq: equals('type'),
    type_neq: differs('type'),
    type_in: isOneOf('type'),
    status_eq: equals('status'),
    status_neq: differs('status'),
    status_in: isOneOf('status'),
    name_contains: contains('name'),
    updatedAt_gt: compares('updated_at', '>'),
    updatedAt_gte: compares('updated_at', '>='),
    updatedAt_lt: compares('updated_at', '<'),
    updatedAt_lte: compares('updated_at', '<='),
  },
  sorts: {
    name: { by: 'name', type: 'text', direction: 'asc' },
    updatedAt: { by: 'updated_at', type: 'timestamptz', direction: 'asc' },
    // A segment that was never counted stands before an empty one.
    lastCount: { by: 'coalesce(last_count, -1)', type: 'integer', direction: 'asc' },
  },
};
