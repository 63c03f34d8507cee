import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import type { ValidationError } from 'class-validator';
import { jsonSchemaOf } from '../../product-api/wire/wire-schema.js';
import { validate } from '../../platform/validation/class-validator.js';

const DRAFT = { $schema: 'https://json-schema.org/draft/2020-12/schema' };

/** A wire class in the form that the SDK expects of schemas. Unknown arguments are ignored. */
export const inputSchemaOf = <Input extends object>(
  type: Type<Input>,
): StandardSchemaWithJSON<unknown, Input> => {
  return standard<Input>(
    { ...jsonSchemaOf(type), additionalProperties: undefined },
    async (given) => {
      const value = plainToInstance(type, given);
      const errors = await validate(value, {
        whitelist: true,
        // The class of a tool without arguments has no rules.
        forbidUnknownValues: false,
        stopAtFirstError: true,
      });
      return errors.length === 0 ? { value } : { issues: errors.flatMap(issuesOf) };
    },
  );
};

/** The output's type is checked by the compiler, so not again at run time. */
export const outputSchemaOf = <Output extends object>(
  type: Type<Output>,
): StandardSchemaWithJSON<unknown, Output> =>
  standard(jsonSchemaOf(type), (value) => ({ value: value as Output }));

const standard = <Value>(
  schema: object,
  check: StandardSchemaWithJSON<unknown, Value>['~standard']['validate'],
): StandardSchemaWithJSON<unknown, Value> => {
  const describe = () => ({ ...DRAFT, ...schema });
  return {
    '~standard': {
      version: 1,
      vendor: 'connected-apps',
      validate: check,
      jsonSchema: { input: describe, output: describe },
    },
  };
};

const issuesOf = ({ constraints, children }: ValidationError): { message: string }[] => [
  ...Object.values(constraints ?? {}).map((message) => ({ message })),
  ...(children ?? []).flatMap(issuesOf),
];
