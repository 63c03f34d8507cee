import { checkSize } from './rule-size.js';
import { Bindings, type Clock } from './internal/bindings.js';
import { comparisonSql, negated } from './internal/comparison-sql.js';
import { windowCondition } from './internal/time-sql.js';
import type { EventLeaf, MessageLeaf, Node, ReferredSegment, Rule, SegmentLeaf } from './rule.js';

export interface CompileContext extends Clock {
  /** By UUID: those that the rule and the rules of these segments refer to. */
  readonly segments?: ReadonlyMap<string, ReferredSegment>;
  /** Of the names of parameters, so that two conditions of one statement differ. */
  readonly prefix?: string;
}

/** A condition for WHERE. */
export interface Condition {
  /**
   * On the row `contact` of `contacts` (for a rule about events: `event` of `contact_events`). Its parameters are
   * `:r1`, `:r2` …, and `:projectId` wherever it reads a table: the caller gives that, and has it in its own condition.
   * It may be null, which WHERE takes as false. The complement is `(sql) IS NOT TRUE`, never `NOT`.
   */
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** @throws ProblemError 422 if the segments that it refers to make it too large */
export function compileRule(rule: Rule, context: CompileContext): Condition {
  const { segments = new Map<string, ReferredSegment>(), prefix = 'r' } = context;
  checkSize(rule, segments);
  const bindings = new Bindings(context, prefix);
  const sql = new RuleCompiler(bindings, segments).node(rule.root);
  return { sql: `(${sql})`, values: bindings.values };
}

class RuleCompiler {
  constructor(
    private readonly bindings: Bindings,
    private readonly segments: ReadonlyMap<string, ReferredSegment>,
  ) {}

  node(node: Node): string {
    switch (node.kind) {
      case 'group': {
        const children = node.children.map((child) => `(${this.node(child)})`);
        const joined = children.join(node.join === 'and' ? ' AND ' : ' OR ');
        return node.not ? negated(joined) : joined;
      }
      case 'comparison':
        return comparisonSql(node.comparison, this.bindings);
      case 'event':
        return this.events(node);
      case 'segment':
        return this.segment(node);
      case 'message':
        return this.message(node);
    }
  }

  /** Counts no further than the answer needs. */
  private events({ type, count: { least, most }, within, where }: EventLeaf): string {
    const { bindings } = this;
    const ofContact = 'event.project_id = :projectId AND event.contact_id = contact.id';
    const conditions = [
      `event.type = ${bindings.bind(type, 'text')}`,
      ...(within ? [windowCondition('event.occurred_at', within, bindings)] : []),
      ...where.map((comparison) => `(${comparisonSql(comparison, bindings)})`),
    ];
    const all = conditions.join(' AND ');
    const found = `SELECT 1 FROM contact_events event WHERE ${ofContact} AND ${all}`;
    if (least === 1 && most === null) return `EXISTS (${found})`;
    if (most === 0) return `NOT EXISTS (${found})`;
    const limit = bindings.bind(most === null ? least : most + 1, 'integer');
    // Read by the contact, whatever the planner expects of the other conditions: `OFFSET 0` keeps them apart.
    const own = `SELECT * FROM contact_events event WHERE ${ofContact} OFFSET 0`;
    const counted = `(SELECT count(*) FROM (SELECT 1 FROM (${own}) AS event WHERE ${all} LIMIT ${limit}) AS counted)`;
    const from = bindings.bind(least, 'integer');
    if (most === null) return `${counted} >= ${from}`;
    return `${counted} BETWEEN ${from} AND ${bindings.bind(most, 'integer')}`;
  }

  private segment({ id, in: isIn }: SegmentLeaf): string {
    const segment = this.segments.get(id);
    if (!segment) throw new Error('A segment of the rule was not loaded.');
    const condition = segment.type === 'dynamic' ? this.node(segment.rule.root) : this.member(id);
    return isIn ? condition : negated(condition);
  }

  /** Those of test mode never left this server. */
  private message({ status, origin, within }: MessageLeaf): string {
    const { bindings } = this;
    const conditions = [
      'message.project_id = :projectId AND message.contact_id = contact.id AND NOT message.test_mode',
      `message.status = ${bindings.bind(status, 'text')}`,
      ...(origin ? [`message.origin_kind = ${bindings.bind(origin.kind, 'text')}`] : []),
      ...(origin ? [`message.origin_id = ${bindings.bind(origin.id, 'uuid')}`] : []),
      ...(within ? [windowCondition('message.created_at', within, bindings)] : []),
    ];
    return `EXISTS (SELECT 1 FROM sms_messages message WHERE ${conditions.join(' AND ')})`;
  }

  private member(id: string): string {
    return `EXISTS (SELECT 1 FROM segment_members member WHERE member.project_id = :projectId
      AND member.segment_id = ${this.bindings.bind(id, 'uuid')} AND member.contact_id = contact.id)`;
  }
}
