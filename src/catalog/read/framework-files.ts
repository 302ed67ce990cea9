import { Type } from 'typebox';
import { type FrameworkMapping, FrameworkMappingSchema, type Safeguard } from '../../model/benchmark.ts';
import { type Problems, readSource, type SourceFile } from './source-file.ts';
import { type Complaint, complaintsAbout, validated } from './validate.ts';
import { parseYaml } from './yaml.ts';

const SafeguardsSchema = Type.Array(
  Type.Object(
    { version: Type.String(), id: Type.String(), name: Type.String() },
    { additionalProperties: false },
  ),
);
const MappingsSchema = Type.Array(FrameworkMappingSchema);

/** Framework ids that are ids of the CIS Controls: `cis-controls-v8` and so on. */
const CIS_CONTROLS = /^cis-controls-v(\d+)$/;

export interface Frameworks {
  mappings: readonly FrameworkMapping[];
  safeguards: readonly Safeguard[];
}

/** Reads `frameworks/mappings.yaml` and `frameworks/cis-controls.yaml`. */
export function readFrameworks(
  paths: { mappings: string; safeguards: string },
  problems: Problems,
): Frameworks {
  const safeguards = readList(readSource(paths.safeguards, problems), SafeguardsSchema, problems);
  const mappings = readList(readSource(paths.mappings, problems), MappingsSchema, problems);
  if (safeguards !== null && mappings !== null) checkSafeguards(mappings, safeguards.value);
  return { mappings: mappings?.value ?? [], safeguards: safeguards?.value ?? [] };
}

function readList<T extends typeof SafeguardsSchema | typeof MappingsSchema>(
  file: SourceFile | null,
  schema: T,
  problems: Problems,
) {
  const yaml = file && parseYaml(file, file.text, problems);
  const value = file && yaml && validated(schema, yaml, file, problems);
  return file && yaml && value && { value, complain: complaintsAbout(file, yaml, problems) };
}

function checkSafeguards(
  mappings: { value: readonly FrameworkMapping[]; complain: Complaint },
  safeguards: readonly Safeguard[],
): void {
  for (const [index, { frameworks }] of mappings.value.entries()) {
    for (const [framework, ids] of Object.entries(frameworks)) {
      const version = CIS_CONTROLS.exec(framework)?.[1];
      const unnamed = ids.filter((id) => !safeguards.some((one) => one.version === version && one.id === id));
      if (version === undefined) continue;
      for (const id of unnamed) {
        mappings.complain(
          [index, 'frameworks', framework],
          `safeguard ${id} has no name in cis-controls.yaml`,
        );
      }
    }
  }
}
