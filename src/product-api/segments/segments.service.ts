import { Injectable } from '@nestjs/common';
import { fromWireId, toWireId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { ListEnvelope } from '../access/envelope.js';
import { PlainLists } from '../access/plain-lists.service.js';
import { SEGMENT_COLUMNS, SEGMENT_LIST } from './internal/segment-list.js';
import type { SegmentEntity } from './internal/segment.entity.js';
import type { ListSegmentsDto, Segment } from './segments.dto.js';

const FIND = statement(
  'segment.find',
  `SELECT id, ${SEGMENT_COLUMNS} FROM segments WHERE project_id = $1 AND id = $2`,
);

type Row = Omit<SegmentEntity, 'projectId'>;

@Injectable()
export class SegmentsService {
  constructor(
    private readonly database: Database,
    private readonly lists: PlainLists,
  ) {}

  async list(projectId: string, query: ListSegmentsDto): Promise<ListEnvelope<Segment>> {
    const { rows, metadata } = await this.lists.page<Row>(SEGMENT_LIST, projectId, query);
    return { entities: rows.map(toSegment), metadata };
  }

  /** `uid` as on the wire. */
  async find(projectId: string, uid: string): Promise<Segment | null> {
    const id = fromWireId('seg', uid);
    if (id === null) return null;
    const [row] = await this.database.query<Row>(FIND, [projectId, id]);
    return row ? toSegment(row) : null;
  }
}

const toSegment = (row: Row): Segment => ({
  uid: toWireId('seg', row.id),
  name: row.name,
  description: row.description,
  type: row.type,
  rule: row.rule,
  status: row.status,
  lastCount: row.lastCount,
  lastComputedAt: row.lastComputedAt?.toISOString() ?? null,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
