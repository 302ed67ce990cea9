import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const SCHEMAS = new URL('schemas/', import.meta.url);
const ROOT = new URL('../../', import.meta.url);

/** Where a YAML file of the repository deviates from a published schema; nothing when all is as it must be. */
export function deviations(schema: string, file: string): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  const validate = ajv.compile(JSON.parse(readFileSync(new URL(schema, SCHEMAS), 'utf8')));
  const valid = validate(parse(readFileSync(new URL(file, ROOT), 'utf8')));
  return valid ? [] : [ajv.errorsText(validate.errors)];
}
