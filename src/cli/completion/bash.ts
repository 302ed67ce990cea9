import { OPTION_NAMES } from '../options.ts';
import type { Lists } from './lists.ts';
import { optionValue, quoted, spellings } from './option-value.ts';
import type { Place } from './places.ts';

/**
 * Takes a line apart into `words` as the shell will, quotes and backslashes gone; nothing in it is expanded. `quote` is
 * the one that is still open at its end.
 */
const SPLIT = `_kubetrue_split() {
  local line=$1 char= word= begun= i
  words=() quote=
  for ((i = 0; i < \${#line}; i++)); do
    char=\${line:i:1}
    case $quote$char in
      "''"|'""') quote= ;;
      "'"?) word+=$char ;;
      '"\\') char=\${line: ++i:1}; [[ $char == [\\$\\\`\\"\\\\] ]] || word+='\\'; word+=$char ;;
      '"'?) word+=$char ;;
      "'"|'"') quote=$char begun=1 ;;
      \\\\) word+=\${line: ++i:1} begun=1 ;;
      [[:space:]]) [[ -n $begun ]] && words+=("$word"); word= begun= ;;
      *) word+=$char begun=1 ;;
    esac
  done
  words+=("$word")
}`;

/**
 * For bash 4 and later, without bash-completion. The line is split at blanks by the script itself: bash would also split
 * at `=` and `@`, which options and names of benchmarks hold.
 */
export function bashCompletion(places: readonly Place[], lists: Lists): string {
  return `# bash completion for kubetrue; made by \`kubetrue completion bash\`
${SPLIT}
_kubetrue() {
  local quote= at= option= word= skip= plain= options= formats= list= kind= reply=()
  local -a words
  _kubetrue_split "$2"
  local tail=\${words[*]}
  _kubetrue_split "\${COMP_LINE:0:COMP_POINT}"
  # In open quotes bash hands over what stands behind the quote, as it is.
  [[ -n $quote ]] && tail=$2
  local last=$((\${#words[@]} - 1))
  local current=\${words[last]}
  for word in "\${words[@]:1:last-1}"; do
    option=
    if [[ -n $skip ]]; then skip=; continue; fi
    case $plain$word in
      --) plain=1 ;;
      ${valued().join('|')}) skip=1 option=$word ;;
      -*) ;;
      *) at+=\${at:+ }$word ;;
    esac
  done
  if [[ -z $plain && $current == --*=* ]]; then
    option=\${current%%=*}
    current=\${current#*=}
  fi
  case $at in
${places.map(placeCase).join('\n')}
  esac
  case $option in
${OPTION_NAMES.flatMap(optionCase).join('\n')}
    *) [[ -z $plain && $current == -* ]] && list=$options kind= ;;
  esac
  case $kind in
${Object.entries(lists)
  .map(([name, words]) => `    ${name}) list=${quoted(words.join(' '))} ;;`)
  .join('\n')}
  esac
  case $kind in
    file) mapfile -t reply < <(compgen -f -- "$current") ;;
    directory) mapfile -t reply < <(compgen -d -- "$current") ;;
    *) mapfile -t reply < <(compgen -W "$list" -- "$current") ;;
  esac
  [[ $kind == file || $kind == directory ]] && compopt -o filenames
  # Bash replaces $2, which is what comes after the last sign that it splits at.
  local whole=\${words[last]}
  reply=("\${reply[@]/#/"\${whole%"$current"}"}")
  COMPREPLY=("\${reply[@]#"\${whole%"$tail"}"}")
}
complete -F _kubetrue kubetrue
`;
}

/** Options whose value is the next word. */
function valued(): string[] {
  return OPTION_NAMES.filter((name) => optionValue(name) !== null).flatMap(spellings);
}

/** The last place that begins the words: arguments may follow. */
function placeCase({ at, options, formats, next }: Place): string {
  const [pattern, parts] = [
    at.length === 0 ? "''" : `${quoted(at.join(' '))}|${quoted(`${at.join(' ')} `)}*`,
    'words' in next
      ? [`list=${quoted(next.words.map(({ word }) => word).join(' '))} kind=`]
      : [`list= kind=${next.takes}`],
  ];
  const names = options.map((name) => `--${name}`).join(' ');
  const words = [...parts, `options=${quoted(names)}`, `formats=${quoted(formats.join(' '))}`];
  return `    ${pattern}) ${words.join(' ')} ;;&`;
}

function optionCase(name: (typeof OPTION_NAMES)[number]): string[] {
  const value = optionValue(name);
  if (value === null) return [];
  const pattern = spellings(name).join('|');
  switch (value.kind) {
    case 'choices':
      return [`    ${pattern}) list=${quoted(value.choices.join(' '))} kind= ;;`];
    case 'list':
      return [`    ${pattern}) kind=${value.list} ;;`];
    case 'format':
      return [`    ${pattern}) list=$formats kind= ;;`];
    case 'text':
      return [`    ${pattern}) list= kind= ;;`];
    default:
      return [`    ${pattern}) list= kind=${value.kind} ;;`];
  }
}
