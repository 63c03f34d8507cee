import type { AttributeSpec } from '../../specs/spec.js';

/** A number as JSON has it, that a text may stand for. */
const NUMBER = /^-?\d{1,16}(?:\.\d{1,6})?$/;

/**
 * What the column `attributes` of a contact holds if one of these attributes has the value: an object with one member
 * each, as JSON.
 */
export const membersOf = (specs: readonly AttributeSpec[], value: string): string[] =>
  specs
    .filter(({ custom }) => custom)
    .flatMap(({ uid, dataType, multivalue }) => {
      const isNumber = dataType === 'integer' || dataType === 'decimal';
      if (isNumber && !NUMBER.test(value)) return [];
      const one = isNumber ? Number(value) : value;
      return [JSON.stringify({ [uid]: multivalue > 1 ? [one] : one })];
    });
