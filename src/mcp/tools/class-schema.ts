import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { jsonSchemaOf } from '../../product-api/wire/wire-schema.js';

const DRAFT = { $schema: 'https://json-schema.org/draft/2020-12/schema' };

/** A wire class as the SDK takes schemas. Arguments that it does not know are ignored. */
export const inputSchemaOf = <Input extends object>(
  type: Type<Input>,
): StandardSchemaWithJSON<unknown, Input> => {
  return standard<Input>(
    { ...jsonSchemaOf(type), additionalProperties: undefined },
    async (given) => {
      const value = plainToInstance(type, given);
      const errors = await validate(value, {
        whitelist: true,
        // A tool without arguments has a class without rules.
        forbidUnknownValues: false,
        stopAtFirstError: true,
      });
      return errors.length === 0 ? { value } : { issues: errors.flatMap(issuesOf) };
    },
  );
};

/** The compiler has seen what a tool answers, so it is not checked again. */
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
