import { listPlan } from '../access/list-plan.js';
import { Moment, OneOf, Whole, WireId } from '../wire/fields.js';
import { IMPORT_STATUSES, ImportEntity } from './internal/import.entity.js';

/** An import on the wire. */
export class Import {
  @WireId('imp') id!: string;
  @WireId('ds', { from: 'dataSourceId' }) datasourceId!: string;
  @OneOf(IMPORT_STATUSES) status!: ImportEntity['status'];
  @Whole({ description: 'Rows.' }) total!: number;
  @Whole({ description: 'Rows that were brought in.' }) completed!: number;
  @Whole({ description: 'Rows that were refused.' }) failed!: number;
  @Moment() createdAt!: string;
  @Moment({ nullable: true }) completedAt!: string | null;
}

export const IMPORT_LIST = listPlan('imports', ImportEntity, Import, {
  filters: { status: ['eq', 'neq', 'in'], createdAt: ['gt', 'gte', 'lt', 'lte'] },
  sorts: { createdAt: 'desc' },
});

export class ListImportsDto extends IMPORT_LIST.Query {}
