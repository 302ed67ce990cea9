import type { TSchema } from 'typebox';
import type { Validator } from 'typebox/compile';

const MAX_PROBLEMS = 50;

const compiled = new Map<TSchema, Validator>();

/**
 * Every way in which a value is not what its schema says, none when it is. The validator is heavy and loaded only
 * when something is read back; it is made once for each schema, since a thousand reports may follow each other.
 */
export async function shapeProblems(schema: TSchema, value: unknown): Promise<string[]> {
  const known = compiled.get(schema) ?? (await import('typebox/compile')).Compile(schema);
  compiled.set(schema, known);
  if (known.Check(value)) return [];
  const [{ Errors }, { Settings }] = await Promise.all([import('typebox/value'), import('typebox/system')]);
  Settings.Set({ maxErrors: MAX_PROBLEMS * 4 });
  const messages = new Set(withoutRepeats(Errors(schema, value)).map(messageOf));
  return [...messages].slice(0, MAX_PROBLEMS);
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  message: string;
}

/** A value that fits none of several shapes is reported once per shape; one sentence says as much. */
function withoutRepeats(errors: readonly SchemaError[]): SchemaError[] {
  const choices = new Set(
    errors.filter(({ keyword }) => keyword === 'anyOf').map((error) => error.instancePath),
  );
  return errors.filter(({ keyword, instancePath }) => {
    const parent = instancePath.slice(0, instancePath.lastIndexOf('/'));
    const ofOneShape = keyword === 'required' || keyword === 'const';
    return !(ofOneShape && (choices.has(instancePath) || choices.has(parent)));
  });
}

function messageOf(error: SchemaError): string {
  const message = error.keyword === 'anyOf' ? 'none of the shapes that are possible here' : error.message;
  return `${error.instancePath || '/'}: ${message}`;
}
