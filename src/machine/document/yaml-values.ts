/**
 * Reads the values of YAML for whoever needs neither comments nor places nor what a Go type makes of them: by `js-yaml`, in
 * a third of the time of the parser that keeps those, and by that one what the first refuses. Kubernetes takes more: a list
 * in brackets that ends at the indentation of its key, and tags that nobody knows. docs/decisions/0003-yaml.md
 *
 * @returns a parser, which gives undefined or null for an empty text and throws YAMLException where there is no YAML
 */
export async function yamlValues(): Promise<(text: string) => unknown> {
  const [{ loadAll, CORE_SCHEMA, mergeTag }, { parse }] = await Promise.all([
    import('js-yaml'),
    import('yaml'),
  ]);
  const schema = CORE_SCHEMA.withTags(mergeTag);
  return (text) => {
    try {
      return loadAll(text, { schema })[0];
    } catch (refusal) {
      try {
        return parse(text, { merge: true, logLevel: 'error' });
      } catch {
        throw refusal;
      }
    }
  };
}
