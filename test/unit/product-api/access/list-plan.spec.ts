import { Column, Entity, PrimaryColumn } from 'typeorm';
import { listPlan } from '../../../../src/product-api/access/list-plan.js';
import { OneOf, Text, WireId } from '../../../../src/product-api/wire/fields.js';

@Entity('loaves')
class LoafEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  @Column('text') name!: string;
  @Column('text', { name: 'baked_by', nullable: true }) bakedBy!: string | null;
  @Column('text') secret!: string;
  @Column('timestamptz', { name: 'deleted_at', nullable: true }) deletedAt!: Date | null;
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
      list: 'id AS "id", project_id AS "projectId", name AS "name", baked_by AS "bakedBy", secret AS "secret", deleted_at AS "deletedAt"',
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

  it('does not look at deleted rows', () => {
    const plan = listPlan('live', LoafEntity, Loaf, { filters: {}, sorts: { name: 'asc' } });
    expect(plan.where).toBe('project_id = :projectId AND deleted_at IS NULL');
    expect(plan.find.statement.text).toContain(
      'WHERE project_id = asked."projectId" AND deleted_at IS NULL AND id = asked."id"',
    );
  });

  it('has no filter or order by what a level hides', () => {
    class Hidden extends Loaf {
      @Text({ level: 'basic' }) secret?: string;
    }
    const sorts = { name: 'asc' } as const;
    expect(() =>
      listPlan('hidden', LoafEntity, Hidden, { filters: { secret: ['eq'] }, sorts }),
    ).toThrow('Hidden does not show secret to everybody');
    expect(() =>
      listPlan('hidden', LoafEntity, Hidden, { filters: {}, sorts: { secret: 'asc' } }),
    ).toThrow('Hidden does not show secret to everybody');
  });

  it('does not compile with a wire class that knows fewer values than the column', () => {
    class NeverNull {
      @WireId('seg') id!: string;
      @Text() bakedBy!: string;
    }
    class Few {
      @OneOf(['rye']) name!: 'rye';
    }
    const none = { filters: {}, sorts: {} };
    // @ts-expect-error The column may be null.
    expect(listPlan('never-null', LoafEntity, NeverNull, none)).toBeDefined();
    // @ts-expect-error The column may be any text.
    expect(listPlan('few', LoafEntity, Few, none)).toBeDefined();
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
    expect(plans[1]).toThrow('Loaf has no field crust');
    expect(plans).toHaveLength(3);
  });
});
