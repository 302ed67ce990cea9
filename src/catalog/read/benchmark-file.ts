import { type BenchmarkFile, BenchmarkFileSchema } from '../../model/benchmark.ts';
import { parseRange } from '../kubernetes-range.ts';
import type { Problems, SourceFile } from './source-file.ts';
import { type Complaint, complaintsAbout, validated } from './validate.ts';
import { parseYaml } from './yaml.ts';

export interface LocatedBenchmark {
  benchmark: BenchmarkFile;
  complain: Complaint;
}

const CONTROL_NUMBER = /^[1-9]\d*(\.[1-9]\d*)+$/;

/** Reads `controls/<name>/<version>.yaml`; null when its shape is wrong. */
export function readBenchmark(
  file: SourceFile,
  place: { name: string; version: string },
  problems: Problems,
): LocatedBenchmark | null {
  const yaml = parseYaml(file, file.text, problems);
  const benchmark = yaml && validated(BenchmarkFileSchema, yaml, file, problems);
  if (yaml === null || benchmark === null) return null;
  const complain = complaintsAbout(file, yaml, problems);
  if (benchmark.name !== place.name) complain(['name'], `name must be that of the folder, ${place.name}`);
  if (benchmark.version !== place.version)
    complain(['version'], `version must be that of the file, ${place.version}`);
  for (const key of ['kubernetes', 'chosenFor'] as const) {
    if (parseRange(benchmark[key]) === null)
      complain([key], `${key} must be a minor version or a range, like 1.32-1.34, 1.27+ or any`);
  }
  checkControls(benchmark, complain);
  return { benchmark, complain };
}

function checkControls(benchmark: BenchmarkFile, complain: Complaint): void {
  const seen = { control: new Set<string>(), key: new Set<string>() };
  for (const [index, entry] of benchmark.controls.entries()) {
    if (!CONTROL_NUMBER.test(entry.control)) {
      complain(['controls', index, 'control'], `${entry.control} is no control number, like 2.5`);
    }
    for (const field of ['control', 'key'] as const) {
      if (seen[field].has(entry[field]))
        complain(['controls', index, field], `${field} ${entry[field]} stands there twice`);
      seen[field].add(entry[field]);
    }
  }
  if (benchmark.controls.length !== benchmark.total) {
    complain(['total'], `total is ${benchmark.total}, but ${benchmark.controls.length} controls are listed`);
  }
}
