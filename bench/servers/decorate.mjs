/**
 * Applies decorators to the method of a class as TypeScript does. `parameters` are those of its parameters, in order.
 */
export function decorateMethod(type, name, decorators, parameters = []) {
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, name);
  parameters.forEach((each, index) => each(type.prototype, name, index));
  for (const each of decorators.toReversed()) each(type.prototype, name, descriptor);
}
