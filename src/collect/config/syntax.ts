import { type Document, isCollection, type YAMLError } from 'yaml';
import { Refused, TooMuch } from './failures.ts';

/**
 * Throws where go-yaml would refuse the syntax, or where we cannot tell: libyaml, from which it descends, allows
 * some layouts that YAML 1.2 and therefore our parser does not.
 */
export function checkSyntax(
  document: Document.Parsed,
  text: string,
  lineOf: (offset: number) => number,
): void {
  checkDirectives(document);
  for (const error of document.errors) {
    if (isBehindRoot(error, document, text)) return;
    if (error.code === 'RESOURCE_EXHAUSTION') throw new TooMuch('nested too deeply');
    if (isAmbiguous(error, text)) {
      throw new TooMuch(`line ${lineOf(error.pos[0])} has a layout on which YAML parsers differ`);
    }
    throw new Refused(withoutExcerpt(error.message), lineOf(error.pos[0]));
  }
}

function checkDirectives(document: Document.Parsed): void {
  const { explicit, version } = document.directives?.yaml ?? {};
  if (explicit && version !== '1.1') throw new Refused('only YAML 1.1 is accepted', 1);
  if (document.warnings.some((warning) => warning.code === 'BAD_DIRECTIVE')) {
    throw new Refused('an unknown directive', 1);
  }
}

/** go-yaml stops once the root value is complete: what an outdented line says is silently lost. */
function isBehindRoot(error: YAMLError, document: Document.Parsed, text: string): boolean {
  const root = document.contents;
  if (error.code !== 'UNEXPECTED_TOKEN' || !root?.range || error.pos[0] < root.range[1]) return false;
  const block = isCollection(root) && root.flow !== true;
  return !block || column(text, error.pos[0]) < column(text, root.range[0]);
}

function column(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Flow collections and quoted strings that go on further left than their parent. */
function isAmbiguous(error: YAMLError, text: string): boolean {
  if (error.code === 'BLOCK_IN_FLOW') return true;
  const closing = /^(?:Flow \w+ in block collection .* end with a|Missing closing) ?(.)/.exec(
    error.message,
  )?.[1];
  return closing !== undefined && text.indexOf(closing, error.pos[0]) >= 0;
}

function withoutExcerpt(message: string): string {
  return message
    .split('\n', 1)
    .join('')
    .replace(/:? ".*/, '');
}
