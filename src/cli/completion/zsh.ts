import { type OptionName, specOf, type Takes } from '../options.ts';
import type { Lists } from './lists.ts';
import { type OptionValue, optionValue, quoted, spellings } from './option-value.ts';
import type { Place, Word } from './places.ts';

/** For zsh, as a function of its completion system: a file `_kubetrue` in `fpath`. */
export function zshCompletion(places: readonly Place[], lists: Lists): string {
  return `#compdef kubetrue
# zsh completion for kubetrue; made by \`kubetrue completion zsh\`

${Object.entries(lists)
  .map(
    ([name, words]) => `(( $+functions[${listName(name)}] )) || ${listName(name)}() {
  local -a words=(${words.map(quoted).join(' ')})
  compadd "$@" -a words
}`,
  )
  .join('\n\n')}

${places.map(placeFunction).join('\n\n')}

# Called as the function that fpath leads to, or read by source.
if [[ $funcstack[1] == _kubetrue ]]; then _kubetrue "$@"; else compdef _kubetrue kubetrue; fi
`;
}

function listName(list: string): string {
  return `_kubetrue_list_${list}`;
}

function functionName(at: readonly string[]): string {
  return ['_kubetrue', ...at].join('_');
}

function placeFunction(place: Place): string {
  const options = place.options.flatMap((name) => optionSpecs(name, place.formats));
  return 'words' in place.next
    ? chooser(place.at, place.next.words, options)
    : `${functionName(place.at)}() {
  _arguments -s : \\
    ${[...options, quoted(`*:${place.next.takes}:${actionOf(place.next.takes)}`)].join(' \\\n    ')}
}`;
}

/** What offers words, and goes on after the one that is there. */
function chooser(at: readonly string[], words: readonly Word[], options: readonly string[]): string {
  return `${functionName(at)}() {
  local context state state_descr line
  typeset -A opt_args
  local -a choices=(${words.map(({ word, meaning }) => quoted(`${word}:${meaning.replaceAll(':', '\\:')}`)).join(' ')})
  _arguments -C -s : \\
    ${[...options, "'1: :->word'", "'*:: :->rest'"].join(' \\\n    ')}
  case $state in
    word) _describe -t commands ${quoted(at.length === 0 ? 'command' : 'what to do')} choices ;;
    rest) (( $+functions[${functionName(at)}_$line[1]] )) && ${functionName(at)}_$line[1] ;;
  esac
}`;
}

/** Each spelling of an option; one that may be given once excludes the others. */
function optionSpecs(name: OptionName, formats: readonly string[]): string[] {
  const value = optionValue(name);
  const all = spellings(name);
  const before = specOf(name).repeatable === true ? '*' : all.length > 1 ? `(${all.join(' ')})` : '';
  const what = `[${specOf(name).help.replace(/[[\]\\]/g, '\\$&')}]`;
  const after =
    value === null ? '' : `:${specOf(name).value?.replaceAll(':', '')}:${valueAction(value, formats)}`;
  return all.map((spelling) => {
    // The value of a long option is the next word or follows a =, that of a short one is the next word or what is left.
    const joined = value === null ? '' : spelling.startsWith('--') ? '=' : '+';
    return quoted(`${before}${spelling}${joined}${what}${after}`);
  });
}

function valueAction(value: OptionValue, formats: readonly string[]): string {
  switch (value.kind) {
    case 'choices':
      return `(${value.choices.join(' ')})`;
    case 'format':
      return `(${formats.join(' ')})`;
    case 'list':
      return actionOf(value.list);
    default:
      return actionOf(value.kind);
  }
}

function actionOf(takes: Takes): string {
  if (takes === 'file') return '_files';
  if (takes === 'directory') return '_files -/';
  return takes === 'text' || takes === 'format' ? ' ' : listName(takes);
}
