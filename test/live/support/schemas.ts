import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);

const VALIDATORS = {
  report: published('report'),
  'report-line': published('report-line'),
  snapshot: published('snapshot'),
  merged: published('merged'),
  diff: published('diff'),
};

function published(name: string): ValidateFunction {
  const file = new URL(`../../../schemas/${name}.v1.json`, import.meta.url);
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
}

/** The value itself; throws with every deviation from the published schema of that name. */
export function conforming<T>(kind: keyof typeof VALIDATORS, value: T): T {
  const validate = VALIDATORS[kind];
  // As a reader gets it: what JSON drops is not there.
  if (validate(JSON.parse(JSON.stringify(value)))) return value;
  throw new Error(`the ${kind} breaks its published schema: ${ajv.errorsText(validate.errors)}`);
}
