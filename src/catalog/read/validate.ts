import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { schemaProblems } from './schema-problems.ts';
import { type Problems, problemAt, type SourceFile } from './source-file.ts';
import type { YamlPath, YamlSource } from './yaml.ts';

/** The value as its schema's type; what the schema does not allow becomes problems and null. */
export function validated<T extends TSchema>(
  schema: T,
  yaml: YamlSource,
  file: SourceFile,
  problems: Problems,
): Static<T> | null {
  if (Check(schema, yaml.value)) return yaml.value;
  for (const { path, message, hint } of schemaProblems(schema, yaml.value)) {
    problems.push(problemAt(file, yaml.lineOf(path), message, hint));
  }
  return null;
}

/** Something that is wrong although the schema allows it. */
export type Complaint = (path: YamlPath, message: string, hint?: string) => void;

export function complaintsAbout(file: SourceFile, yaml: YamlSource, problems: Problems): Complaint {
  return (path, message, hint) => {
    problems.push(problemAt(file, yaml.lineOf(path), message, hint));
  };
}
