/**
 * Reads values of YAML as Kubernetes does, the first document by YAML 1.1, for whoever needs neither comments nor places
 * nor what a Go type makes of them: in a third of the time of the parser that keeps those. docs/decisions/0003-yaml.md
 *
 * @returns a parser, which gives undefined for an empty text and throws YAMLException where there is no YAML
 */
export async function yamlValues(): Promise<(text: string) => unknown> {
  const { loadAll, YAML11_SCHEMA } = await import('js-yaml');
  return (text) => loadAll(text, { schema: YAML11_SCHEMA })[0];
}
