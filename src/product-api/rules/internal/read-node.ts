import { fromWireId } from '../../../kernel/ids.js';
import type { ProjectSpecs } from '../../specs/project-specs.js';
import type { Group, Leaf, Node } from '../rule.js';
import type { Faults } from './faults.js';
import { readNamedComparison, type ComparisonOptions } from './read-comparison.js';
import { readEventLeaf } from './read-event.js';
import { readMessageLeaf } from './read-message.js';
import type { FindTerm } from './terms.js';

const MOST_CHILDREN = 20;
const MOST_LEVELS = 5;
const MOST_LEAVES = 50;

type LeafKind = 'key' | 'event' | 'segment' | 'message';

/** The grammar of a place in which rules stand. */
export interface Grammar {
  readonly specs: ProjectSpecs;
  readonly find: FindTerm;
  /** Members by which leaves are told apart. */
  readonly leaves: readonly LeafKind[];
  readonly options: ComparisonOptions;
}

/** Reads one rule, and collects all of its faults. */
export class NodeReader {
  private leaves = 0;

  constructor(
    private readonly grammar: Grammar,
    private readonly faults: Faults,
  ) {}

  /** Null after a fault. */
  read(json: unknown, pointer: string, level = 1): Node | null {
    const names = typeof json === 'object' && json !== null ? Object.keys(json) : [];
    if (names.includes('children') || names.includes('join')) {
      return this.group(json, pointer, level);
    }
    const kind = this.grammar.leaves.find((name) => names.includes(name));
    if (kind) return this.countLeaf(pointer) ? this.leaf(kind, json, pointer) : null;
    const leaves = this.grammar.leaves.join(', ');
    return this.faults.add(pointer, 'node', `must have join and children, or one of ${leaves}`);
  }

  /** The first that is too many is a fault; the others are not read. */
  private countLeaf(pointer: string): boolean {
    this.leaves += 1;
    if (this.leaves === MOST_LEAVES + 1) {
      const most = String(MOST_LEAVES);
      this.faults.add(pointer, 'leaves', `a rule must not have more than ${most} leaves`);
    }
    return this.leaves <= MOST_LEAVES;
  }

  private group(json: unknown, pointer: string, level: number): Group | null {
    const members = this.faults.members(json, ['join', 'not', 'children'], pointer);
    if (members === null) return null;
    if (level > MOST_LEVELS) {
      const levels = String(MOST_LEVELS);
      return this.faults.add(
        pointer,
        'depth',
        `must not have more than ${levels} levels of groups`,
      );
    }
    const join = this.faults.oneOf(members.get('join'), ['and', 'or'], `${pointer}/join`);
    const not = this.faults.flag(members.get('not') ?? false, `${pointer}/not`);
    const children = this.children(members.get('children'), `${pointer}/children`, level);
    if (join === null || not === null || children === null) return null;
    return { kind: 'group', join, not, children };
  }

  private children(json: unknown, pointer: string, level: number): readonly Node[] | null {
    const given = this.faults.list(json, pointer, MOST_CHILDREN);
    if (given?.length === 0) return this.faults.add(pointer, 'arrayMinSize', 'must not be empty');
    const read = given?.map((child, i) => this.read(child, `${pointer}/${String(i)}`, level + 1));
    return read?.every((child) => child !== null) ? read : null;
  }

  private leaf(kind: LeafKind, json: unknown, pointer: string): Leaf | null {
    const { faults, grammar } = this;
    const reading = { faults, options: grammar.options };
    if (kind === 'event') return readEventLeaf(json, grammar.specs, reading, pointer);
    if (kind === 'segment') return this.segment(json, pointer);
    if (kind === 'message') return readMessageLeaf(json, faults, pointer);
    const comparison = readNamedComparison('key', json, grammar.find, reading, pointer);
    return comparison && { kind: 'comparison', comparison };
  }

  private segment(json: unknown, pointer: string): Leaf | null {
    const members = this.faults.members(json, ['segment', 'in'], pointer);
    if (!members) return null;
    const at = `${pointer}/segment`;
    const uid = members.get('segment');
    const id = typeof uid === 'string' ? fromWireId('seg', uid) : null;
    const isIn = this.faults.flag(members.get('in'), `${pointer}/in`);
    if (id === null) return this.faults.add(at, 'segment', 'is not a segment of this project');
    return isIn === null ? null : { kind: 'segment', id, in: isIn, pointer: at };
  }
}
