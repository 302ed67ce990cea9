import { type OptionName, specOf, type Takes } from '../options.ts';
import type { Lists } from './lists.ts';
import { type OptionValue, optionValue } from './option-value.ts';
import type { Place } from './places.ts';

/** For fish 3. */
export function fishCompletion(places: readonly Place[], lists: Lists): string {
  return `# fish completion for kubetrue; made by \`kubetrue completion fish\`

# Whether the words before the cursor, options left out, are these; with \`begin\` first: whether they begin with these.
function __kubetrue_at
    set -l words (commandline -opc | string match --invert -- '-*')[2..]
    if test "$argv[1]" = begin
        set -e argv[1]
        test "$words[1..$(count $argv)]" = "$argv"
    else
        test "$words" = "$argv"
    end
end

complete -c kubetrue -f
${Object.entries(lists)
  .map(([name, words]) => `set -g __kubetrue_${name} ${words.map(quoted).join(' ')}`)
  .join('\n')}

${places.flatMap(placeLines).join('\n')}
`;
}

function placeLines({ at, options, formats, next }: Place): string[] {
  const begins = quoted(['__kubetrue_at begin', ...at].join(' '));
  const is = quoted(['__kubetrue_at', ...at].join(' '));
  const follows =
    'words' in next
      ? next.words.map(
          ({ word, meaning }) => `-n ${is} -a ${word}${meaning === '' ? '' : ` -d ${quoted(meaning)}`}`,
        )
      : [`-n ${begins} ${takenArguments(next.takes)}`];
  const given = options.map(
    (name) => `-n ${'words' in next ? is : begins} ${optionArguments(name, formats)}`,
  );
  return [...follows, ...given].map((one) => `complete -c kubetrue ${one}`);
}

function optionArguments(name: OptionName, formats: readonly string[]): string {
  const { short } = specOf(name);
  const value = optionValue(name);
  const names = `${short === undefined ? '' : `-s ${short} `}-l ${name}`;
  return `${names} -d ${quoted(specOf(name).help)}${value === null ? '' : ` ${valueArguments(value, formats)}`}`;
}

/** What follows an option and is no file is asked for with -x. */
function valueArguments(value: OptionValue, formats: readonly string[]): string {
  switch (value.kind) {
    case 'choices':
      return `-x -a ${quoted(value.choices.join(' '))}`;
    case 'format':
      return `-x -a ${quoted(formats.join(' '))}`;
    case 'list':
      return `-x ${takenArguments(value.list)}`;
    case 'file':
      return '-r -F';
    default:
      return `-x ${takenArguments(value.kind)}`;
  }
}

function takenArguments(takes: Takes): string {
  if (takes === 'file') return '-F';
  if (takes === 'directory') return "-a '(__fish_complete_directories)'";
  return takes === 'text' || takes === 'format' ? '' : `-a '$__kubetrue_${takes}'`;
}

/** Text between single quotes as fish takes it. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
