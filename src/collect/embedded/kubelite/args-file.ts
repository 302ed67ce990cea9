import type { SourcedWord } from '../../../components/kubernetes/words.ts';

/**
 * The words of an arguments file as kubelite reads it: lines that are empty or begin with `#` are nothing, quotes are
 * dropped, a single space ends a word, and variables are expanded.
 * https://github.com/canonical/microk8s/blob/master/build-scripts/components/kubernetes/patches/v1.34.0/0000-Kubelite-integration.patch
 * ReadArgsFromFile
 */
export function argsFileWords(
  text: string,
  path: string,
  environment: ReadonlyMap<string, string>,
): SourcedWord[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    const words = line.replaceAll(/["']/g, '').split(' ');
    return words.map((word) => ({
      text: expandGo(word, environment),
      origin: { kind: 'file', path, line: index + 1 } as const,
    }));
  });
}

/** Variables as Go's os.ExpandEnv: `$NAME` and `${NAME}`, what is not set as nothing. */
export function expandGo(text: string, environment: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g,
    (_whole, braced: string | undefined, plain: string | undefined) =>
      environment.get(braced ?? plain ?? '') ?? '',
  );
}
