import { Column, Entity, PrimaryColumn } from 'typeorm';
import { listPlan } from '../../../../src/product-api/access/list-plan.js';
import { Text, WireId } from '../../../../src/product-api/wire/fields.js';

@Entity('loaves')
class LoafEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  @Column('text') name!: string;
  @Column('text', { name: 'baked_by', nullable: true }) bakedBy!: string | null;
  @Column('text') secret!: string;
}

class Loaf {
  @WireId('seg') id!: string;
  @Text() name!: string;
  @Text({ nullable: true }) bakedBy!: string | null;
}

describe('the plan of a list', () => {
  it('takes its columns from the entity, and its filters and order from the names of fields', () => {
    const plan = listPlan('loaves', LoafEntity, Loaf, {
      filters: { name: ['eq', 'contains'], id: ['neq'] },
      sorts: { bakedBy: { direction: 'desc', whenNull: '' }, name: 'asc' },
    });
    expect(plan.columns).toMatchObject({
      table: 'loaves',
      list: 'id AS "id", project_id AS "projectId", name AS "name", baked_by AS "bakedBy", secret AS "secret"',
    });
    expect(plan.filters).toEqual({
      name_eq: 'name = :name_eq::text',
      name_contains: 'strpos(lower(name), lower(:name_contains)) > 0',
      id_neq: 'id IS DISTINCT FROM :id_neq::uuid',
    });
    expect(plan.sorts).toEqual({
      bakedBy: { by: `coalesce(baked_by, ''::text)`, type: 'text', direction: 'desc' },
      name: { by: 'name', type: 'text', direction: 'asc' },
    });
  });

  it('does not compile with a filter or an order by what is no column, or is not shown (E10)', () => {
    const plans = [
      () =>
        listPlan('filter', LoafEntity, Loaf, {
          // @ts-expect-error It is a column that the public does not see.
          filters: { secret: ['eq'] },
          sorts: { name: 'asc' },
        }),
      () =>
        listPlan('sort', LoafEntity, Loaf, {
          filters: {},
          // @ts-expect-error There is no such column.
          sorts: { crust: 'asc' },
        }),
      () =>
        listPlan('null', LoafEntity, Loaf, {
          filters: {},
          // @ts-expect-error Nothing is said of where null stands.
          sorts: { bakedBy: 'asc' },
        }),
    ];
    expect(plans[0]).toThrow('Loaf has no field secret');
    expect(plans[1]).toThrow('LoafEntity has no column crust');
    expect(plans).toHaveLength(3);
  });
});
