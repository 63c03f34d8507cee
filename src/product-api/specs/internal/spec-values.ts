import { invalid } from '../../access/request.pipe.js';
import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import type { DataType } from '../data-types.js';
import { MOST_OPTIONS } from '../specs.dto.js';

interface Typed {
  readonly dataType: DataType;
  readonly options?: readonly string[] | null | undefined;
}

/**
 * The options of an `enum`; null for any other type.
 * @throws ProblemError 400 if an `enum` has none, too many or one twice, or another type has some
 */
export function requireOptions({ dataType, options = null }: Typed): readonly string[] | null {
  const fault = faultOf(dataType, options);
  if (fault) throw invalid([{ pointer: '/options', ...fault }]);
  return options;
}

function faultOf(
  dataType: DataType,
  options: readonly string[] | null,
): Omit<FieldProblem, 'pointer'> | null {
  if (dataType !== 'enum') {
    return options === null ? null : { code: 'options', message: 'is for the type enum only' };
  }
  const count = options?.length ?? 0;
  if (count === 0 || count > MOST_OPTIONS) {
    return { code: 'options', message: `must have 1 to ${String(MOST_OPTIONS)} values` };
  }
  if (new Set(options).size < count) {
    return { code: 'options', message: 'must not have a value twice' };
  }
  return null;
}
