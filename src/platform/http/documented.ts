/** Decorators of `@nestjs/swagger`, and what makes schemas. */
type Swagger = typeof import('@nestjs/swagger');
type Decorator = ClassDecorator & MethodDecorator & PropertyDecorator;
type Decorated = Parameters<ClassDecorator> | Parameters<MethodDecorator>;

const pending: ((swagger: Swagger) => void)[] = [];

/**
 * A decorator for the OpenAPI document, which `documentAll` applies: `@nestjs/swagger` loads hundreds of files, and most
 * processes never make the document.
 */
export const documented = (
  describe: (swagger: Swagger) => ClassDecorator | MethodDecorator | PropertyDecorator,
): Decorator =>
  ((...decorated: Decorated) => {
    pending.push(
      (swagger) => void (describe(swagger) as (...each: Decorated) => void)(...decorated),
    );
  }) as Decorator;

/** Applies them, in the order of the decorated code. */
export function documentAll(swagger: Swagger): void {
  for (const apply of pending.splice(0)) apply(swagger);
}
