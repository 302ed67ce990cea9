import type { ImportContext } from '../../catalog/import/index.ts';
import type { Catalog } from '../../model/benchmark.ts';
import { knownSetting, PROCESS_COMPONENTS } from '../sources/known.ts';
import { namesFor } from './names.ts';

/** What pages are compiled with: a catalog, and the tables of the components. */
export function importContext(catalog: Catalog): ImportContext {
  return {
    rules: catalog.rules,
    settings: knownSetting,
    settingNames: namesFor(catalog).settings,
    components: PROCESS_COMPONENTS,
  };
}
