import { readFileSync } from 'node:fs';
import { Ajv, type AnySchemaObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { validateXML, type XMLFileInfo } from 'xmllint-wasm';
import { parse } from 'yaml';

const SCHEMAS = new URL('schemas/', import.meta.url);

function text(name: string): string {
  return readFileSync(new URL(name, SCHEMAS), 'utf8');
}

/** What deviates from the schema, nothing when all is as it must be. */
type Validate = (text: string) => Promise<string[]> | string[];

function byAjv(
  ajv: Ajv,
  schema: AnySchemaObject,
  documents: (value: unknown) => readonly unknown[],
): Validate {
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (written) =>
    documents(JSON.parse(written)).flatMap((document) =>
      validate(document) ? [] : [ajv.errorsText(validate.errors)],
    );
}

const LENIENT = { allErrors: true, strict: false } as const;
const itself = (value: unknown) => [value];
const each = (value: unknown) => (Array.isArray(value) ? value : [value]);

function json(name: string, documents: (value: unknown) => readonly unknown[] = itself): () => Validate {
  return () => byAjv(new Ajv(LENIENT), JSON.parse(text(name)), documents);
}

/** The part for one model of the schema that is for all of them: to compile all takes seconds. */
function oscal(model: string): () => Validate {
  return () => {
    const { oneOf, ...schema } = JSON.parse(text('oscal-1.2.json'));
    const part = oneOf.find(({ required }: AnySchemaObject) => required.includes(model));
    return byAjv(new Ajv(LENIENT), { ...schema, ...part }, itself);
  };
}

/** The schema of a CustomResourceDefinition as the API server applies it: what is not named is dropped, here refused. */
function customResource(name: string): () => Validate {
  return () => {
    const { spec } = parse(text(name));
    const schema = closed(spec.versions[0].schema.openAPIV3Schema);
    return byAjv(new Ajv(LENIENT), schema, itself);
  };
}

function closed(schema: AnySchemaObject): AnySchemaObject {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(properties === undefined
      ? {}
      : {
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries<AnySchemaObject>(properties).map(([key, value]) => [key, closed(value)]),
          ),
        }),
  };
}

function xml(name: string, imported: readonly string[] = []): () => Validate {
  return () => {
    const files = imported.map(
      (path): XMLFileInfo => ({ fileName: flat(path), contents: flatImports(text(path)) }),
    );
    return async (written) => {
      const { valid, errors } = await validateXML({
        xml: { fileName: 'report.xml', contents: written },
        schema: [{ fileName: flat(name), contents: flatImports(text(name)) }],
        preload: files,
      });
      return valid ? [] : errors.map(({ rawMessage }) => rawMessage);
    };
  };
}

/** The validator has one folder. */
function flat(path: string): string {
  return path.replace(/^.*\//, '');
}

function flatImports(schema: string): string {
  return schema.replaceAll(/schemaLocation="[^"]*\/([^"/]+)"/g, 'schemaLocation="$1"');
}

/** Validators by format; each is made once, when it is first asked for. */
export const VALIDATORS = {
  sarif: () =>
    byAjv(
      new ajvDraft04.default({ ...LENIENT, unicodeRegExp: false }),
      JSON.parse(text('sarif-2.1.0.json')),
      itself,
    ),
  oscal: oscal('assessment-results'),
  'oscal component definition': oscal('component-definition'),
  ocsf: () => byAjv(new Ajv2020(LENIENT), JSON.parse(text('ocsf-1.8.0-compliance_finding.json')), each),
  openreports: customResource('openreports.io_clusterreports.yaml'),
  asff: json('asff-2018-10-08.json', each),
  junit: xml('junit-10.xsd'),
  xccdf: xml('xccdf/1.2/xccdf_1.2.xsd', [
    'xccdf/1.2/cpe-language_2.3.xsd',
    'cpe/2.3/cpe-naming_2.3.xsd',
    'common/xml.xsd',
  ]),
} as const satisfies Record<string, () => Validate>;

const made = new Map<string, Validate>();

/** Deviations of a text from the published schema of its format. */
export async function deviations(format: keyof typeof VALIDATORS, written: string): Promise<string[]> {
  const validate = made.get(format) ?? VALIDATORS[format]();
  made.set(format, validate);
  return validate(written);
}
