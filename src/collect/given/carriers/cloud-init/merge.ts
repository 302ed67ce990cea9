import type { GoValue } from '../../../config/go-value.ts';
import { at, itemsAt, textAt } from '../../values.ts';

/** How the lists of two parts become one; null where that is not understood. */
export type ListMerge = 'replace' | 'keep' | 'append' | 'prepend' | null;

/**
 * What becomes of `write_files` of the parts before: without a word on it, the later part has its own way.
 * https://github.com/canonical/cloud-init/blob/04eacd06ee60/cloudinit/handlers/cloud_config.py _extract_mergers, and
 * mergers/m_dict.py, m_list.py
 *
 * @param header the part's own header, which counts where its text says nothing
 */
export function listMerge(part: GoValue, header: string): ListMerge {
  const own = at(part, 'merge_how') ?? at(part, 'merge_type');
  const written = own === undefined ? parsed(header) : mergersIn(own);
  if (written === null) return null;
  if (written.size === 0) return 'replace';
  const dict = written.get('dict');
  if (dict === undefined) return null;
  const list = written.get('list') ?? [];
  if (dict.includes('replace')) return 'replace';
  if (!dict.some((option) => option === 'recurse_array' || option === 'recurse_list')) return 'keep';
  if (list.includes('append')) return 'append';
  return list.includes('prepend') ? 'prepend' : null;
}

/** A text, or a list of `{name, settings}`. */
function mergersIn(value: GoValue): Map<string, string[]> | null {
  if (value.type === 'string') return parsed(value.value);
  if (value.type !== 'list') return null;
  return new Map(
    value.items.map((item) => [
      textAt(item, 'name'),
      itemsAt(item, 'settings').flatMap((one) => (one.type === 'string' ? [one.value] : [])),
    ]),
  );
}

/** `list(append)+dict(no_replace,recurse_list)+str()` */
function parsed(text: string): Map<string, string[]> | null {
  if (text.trim() === '') return new Map();
  const found = new Map<string, string[]>();
  for (const one of text.split('+')) {
    const [, name, options = ''] = /^\s*([a-z]+)\s*\(([^)]*)\)\s*$/i.exec(one) ?? [];
    if (name === undefined) return null;
    found.set(
      name.toLowerCase(),
      options.split(',').map((option) => option.trim().toLowerCase()),
    );
  }
  return found;
}
