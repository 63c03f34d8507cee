import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** An operation of the OpenAPI document. */
interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  /** The codes of its problems. */
  readonly 'x-problem-codes'?: readonly string[];
}

type Content = Readonly<Record<string, object>>;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** An answer of the server, as its client gets it. */
export interface Answer {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const PROBLEM = { $ref: 'document#/components/schemas/ProblemDocument' };

/** The committed document, to compare answers with. Objects have no members that it does not name. */
export class DocumentedOperations {
  private readonly ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly templates: readonly (readonly [template: string, pattern: RegExp])[];

  constructor(private readonly document: Document) {
    this.ajv.addSchema(closed(document) as object, 'document');
    this.templates = Object.keys(document.paths)
      // A fixed segment comes before a parameter in the same place, as in the router.
      .sort((a, b) => a.replaceAll('{', '\uffff').localeCompare(b.replaceAll('{', '\uffff'), 'en'))
      .map((template) => [template, patternOf(template)]);
  }

  static read(path = 'openapi/product-api.json'): DocumentedOperations {
    return new DocumentedOperations(JSON.parse(readFileSync(path, 'utf8')) as Document);
  }

  /** What contradicts the document, or null. */
  faultOf(answer: Answer): string | null {
    const { method, status, path } = answer;
    const template = this.templates.find(([, pattern]) => pattern.test(path))?.[0];
    const operation = this.document.paths[template ?? '']?.[method.toLowerCase()];
    const fault = operation
      ? this.faultIn(operation, `/paths/${escaped(template ?? '')}/${method.toLowerCase()}`, answer)
      : this.faultOfUnknown(answer);
    return fault && `${method} ${template ?? path} → ${String(status)}: ${fault}`;
  }

  private faultIn(operation: Operation, pointer: string, answer: Answer): string | null {
    const { status, contentType } = answer;
    const response = operation.responses[String(status)];
    if (!response) return `the status is not documented: ${answer.body.slice(0, 300)}`;
    if (response.content === undefined) return answer.body === '' ? null : 'has a body';
    const [type = ''] = contentType.split(';');
    if (!(type in response.content)) return `the type ${type} is not documented`;
    if (!/[/+]json$/.test(type)) return null;
    const place = `responses/${String(status)}/content/${escaped(type)}/schema`;
    return (
      this.faultOfBody({ $ref: `document#${pointer}/${place}` }, answer.body) ??
      faultOfCode(operation, answer)
    );
  }

  /** Of a path or method that there is not. */
  private faultOfUnknown({ status, body }: Answer): string | null {
    if (status < 400) return 'the operation is not documented (npm run openapi)';
    return this.faultOfBody(PROBLEM, body);
  }

  private faultOfBody(schema: { readonly $ref: string }, body: string): string | null {
    const validate = this.validators.get(schema.$ref) ?? this.ajv.compile(schema);
    this.validators.set(schema.$ref, validate);
    if (validate(JSON.parse(body))) return null;
    return `${this.ajv.errorsText(validate.errors, { dataVar: '' })} in ${body.slice(0, 500)}`;
  }
}

function faultOfCode(operation: Operation, { status, body }: Answer): string | null {
  if (status < 400) return null;
  const { code } = JSON.parse(body) as { code?: string };
  const known = operation['x-problem-codes'];
  return code === undefined || !known || known.includes(code)
    ? null
    : `the problem ${code} is not documented (@Problems)`;
}

/** The same document, whose objects have no other members than those with a name. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const members = Object.entries(node).map(([name, member]) => [name, closed(member)] as const);
  const isObject = 'properties' in node && !('additionalProperties' in node) && 'type' in node;
  return Object.fromEntries([
    ...members,
    ...(isObject ? [['additionalProperties', false] as const] : []),
  ]);
}

/** Of a template: `{id}` is one segment. */
function patternOf(template: string): RegExp {
  const source = template
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${source}${template === '/v1/' ? '?' : ''}$`);
}

/** Of a JSON Pointer within a URI fragment. */
const escaped = (name: string): string =>
  encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
