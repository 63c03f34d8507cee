import type { JWK } from 'jose';
import { membersOf, type JsonObject } from '../../kernel/untrusted-json.js';

/** A key that is refused. `message` completes a sentence about the key and repeats nothing of it. */
export class UnfitKey extends Error {
  override readonly name = 'UnfitKey';
}

/** The required members of a public key by type; the thumbprint is over exactly these (RFC 7638 §3.2, RFC 8037 §2). */
const MATERIAL: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['EC', ['crv', 'x', 'y']],
  ['OKP', ['crv', 'x']],
  ['RSA', ['n', 'e']],
]);

/** Members that only private and symmetric keys have (RFC 7518 §6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/**
 * Base64url characters. RSA of 2048 to 4096 bits, with the leading zero byte that some libraries write, and an exponent
 * of 32 bits: one as long as the modulus makes a verification a hundred times the work (attack G4).
 */
const LONGEST: ReadonlyMap<string, number> = new Map([
  ['n', 684],
  ['e', 6],
]);
const LONGEST_OTHER = 100;
const SHORTEST_MODULUS = 342;

/** Of a key type not supported here, and without private members: it cannot be used, and is not refused. */
export function isOfUnknownType(value: unknown): boolean {
  const { kty, ...members } = membersOf(value) ?? {};
  if (typeof kty !== 'string' || kty === 'oct' || MATERIAL.has(kty)) return false;
  return !PRIVATE_MEMBERS.some((name) => name in members);
}

/**
 * Takes only the members that the thumbprint covers, so that no certificate, URL, use or algorithm in the JWK can refer
 * to another key. @throws UnfitKey
 */
export function readKeyMaterial(value: unknown): JWK & { readonly kty: string } {
  const members = membersOf(value);
  const names = MATERIAL.get(members?.kty);
  if (!members || !names || PRIVATE_MEMBERS.some((name) => name in members)) {
    throw new UnfitKey('must be one public RSA, EC or OKP key');
  }
  const material = names.map((name) => [name, readMember(members, name)] as const);
  return { kty: members.kty as string, ...Object.fromEntries(material) };
}

/** The same with its `kid`, `alg` and `use` (RFC 7517 §4). @throws UnfitKey */
export function readPublicJwk(value: unknown): JWK {
  const members = membersOf(value) ?? {};
  return {
    ...readKeyMaterial(value),
    ...readLabel(members, 'kid'),
    ...readLabel(members, 'alg'),
    ...readLabel(members, 'use'),
    ...readOperations(members),
  };
}

function readMember(key: JsonObject, name: string): string {
  const value = key[name];
  if (typeof value !== 'string' || !/^[\w-]+$/.test(value)) {
    throw new UnfitKey(`has no proper ${name}`);
  }
  if (value.length > (LONGEST.get(name) ?? LONGEST_OTHER)) {
    throw new UnfitKey(`has a member ${name} that is too long`);
  }
  if (name === 'n' && value.length < SHORTEST_MODULUS) {
    throw new UnfitKey('has a modulus of less than 2048 bits');
  }
  return value;
}

/** Without control characters and lone surrogates, which PostgreSQL cannot store as text. */
const isLabel = (value: unknown): value is string =>
  typeof value === 'string' && /^\P{C}{1,256}$/u.test(value);

function readLabel(key: JsonObject, name: 'kid' | 'alg' | 'use'): JWK {
  const value = key[name] ?? undefined;
  if (value === undefined) return {};
  if (!isLabel(value)) throw new UnfitKey(`has no proper ${name}`);
  return { [name]: value };
}

const MOST_OPERATIONS = 8;

function readOperations({ key_ops: value = null }: JsonObject): JWK {
  if (value === null) return {};
  if (Array.isArray(value) && value.length <= MOST_OPERATIONS && value.every(isLabel)) {
    return { key_ops: value };
  }
  throw new UnfitKey('has no proper key_ops');
}
