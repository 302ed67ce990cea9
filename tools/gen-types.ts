import { fileURLToPath } from 'node:url';
import type { TSchema } from 'typebox';
import { BaselineReportSchema, FindingBaselineSchema } from '../src/model/comparison.ts';
import {
  ControlRefSchema,
  EvidenceSchema,
  FindingObjectsSchema,
  FindingSchema,
  ProofSchema,
  ReportSchema,
  StatusSchema,
  TargetSchema,
} from '../src/model/finding.ts';
import { GivenFilesSchema, PlaceSchema } from '../src/model/given-files.ts';
import { OriginSchema } from '../src/model/origin.ts';
import { ProfileReportSchema } from '../src/model/profile.ts';
import { SettingValueSchema } from '../src/model/setting-value.ts';
import { SeveritySchema } from '../src/model/severity.ts';
import { FindingWaiverSchema, WaiverReportSchema } from '../src/model/waiver.ts';
import { FORMAT_NAMES } from '../src/report/formats.ts';

export const LIBRARY_TYPES = fileURLToPath(new URL('../src/library/built/', import.meta.url));

/** Parts of a report that have a name in the library; wherever the same shape occurs, the name stands. */
const NAMED: readonly (readonly [name: string, schema: TSchema])[] = [
  ['Report', ReportSchema],
  ['Finding', FindingSchema],
  ['Status', StatusSchema],
  ['Severity', SeveritySchema],
  ['Target', TargetSchema],
  ['Control', ControlRefSchema],
  ['Evidence', EvidenceSchema],
  ['SettingValue', SettingValueSchema],
  ['Origin', OriginSchema],
  ['Proof', ProofSchema],
  ['FindingObjects', FindingObjectsSchema],
  ['FindingWaiver', FindingWaiverSchema],
  ['WaiverReport', WaiverReportSchema],
  ['FindingBaseline', FindingBaselineSchema],
  ['BaselineReport', BaselineReportSchema],
  ['ProfileReport', ProfileReportSchema],
  ['GivenFiles', GivenFilesSchema],
  ['Place', PlaceSchema],
];

/** JSON Schema, as far as the model uses it. */
interface Shape {
  type?: string;
  const?: string | number | boolean;
  anyOf?: readonly Shape[];
  items?: Shape;
  properties?: Readonly<Record<string, Shape>>;
  required?: readonly string[];
  patternProperties?: Readonly<Record<string, Shape>>;
}

/** The types of a report without the library that they are derived by, so that whoever uses ours needs only these. */
export function libraryTypes(): Map<string, string> {
  const parts = NAMED.map(([name, schema]) => `export ${declared(name, shapeOf(schema))}\n`);
  const format = `/** Ways to write a report down. */\nexport type Format = ${FORMAT_NAMES.map(literal).join(' | ')};\n`;
  const head = '// Written by `npm run gen` from src/model; docs/report.md says what the fields mean.\n';
  return new Map([['report.ts', [head, ...parts, format].join('\n')]]);
}

function shapeOf(schema: TSchema): Shape {
  return JSON.parse(JSON.stringify(schema));
}

const NAMES: ReadonlyMap<string, string> = new Map(
  NAMED.map(([name, schema]) => [JSON.stringify(schema), name] as const),
);

function declared(name: string, shape: Shape): string {
  return shape.properties === undefined
    ? `type ${name} = ${written(shape, 0)};`
    : `interface ${name} ${object(shape, 0)}`;
}

function typeOf(shape: Shape, depth: number): string {
  return NAMES.get(JSON.stringify(shape)) ?? written(shape, depth);
}

function written(shape: Shape, depth: number): string {
  if (shape.const !== undefined) return literal(shape.const);
  if (shape.anyOf !== undefined) return shape.anyOf.map((one) => typeOf(one, depth)).join(' | ');
  if (shape.patternProperties !== undefined) {
    const [value] = Object.values(shape.patternProperties);
    return `Record<string, ${value === undefined ? 'unknown' : typeOf(value, depth)}>`;
  }
  switch (shape.type) {
    case 'object':
      return object(shape, depth);
    case 'array':
      return list(shape.items === undefined ? 'unknown' : typeOf(shape.items, depth));
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return shape.type;
    default:
      throw new Error(`a shape that has no type here: ${JSON.stringify(shape)}`);
  }
}

function list(item: string): string {
  return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
}

function object({ properties = {}, required = [] }: Shape, depth: number): string {
  const indent = '  '.repeat(depth + 1);
  const lines = Object.entries(properties).map(([name, shape]) => {
    const key = /^\w+$/.test(name) ? name : literal(name);
    return `${indent}${key}${required.includes(name) ? '' : '?'}: ${typeOf(shape, depth + 1)};`;
  });
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
