import { typed, unquoted } from './words.ts';

export type Literal = string | number | boolean;

/** What importing a page must know of a component's setting. */
export interface KnownSetting {
  /** Several values in one. */
  list: boolean;
  /** Holds something when nobody sets it, in some version. */
  hasDefault: boolean;
  /** Its key in the component's configuration file; null where it has none. */
  key: string | null;
  /** The value that a text is, to the component; null when it would refuse the text. */
  reads(text: string): Literal | null;
}

/** Settings of components, by the component's name and that of the flag; null for one that is not known. */
export type KnownSettings = (component: string, setting: string) => KnownSetting | null;

/** What a page is compiled with, besides its text and the rules. */
export interface Knowledge {
  settings: KnownSettings;
  /** Names of the settings that rules on a component may name; null for one that has none. */
  settingNames(component: string): readonly string[] | null;
  /** Names of the components that have processes. */
  components: readonly string[];
}

/** What a page's text comes to as the value of a setting; a text that the component would refuse stays what it looks like. */
export function literalOf(setting: KnownSetting | null, text: string): Literal {
  return (setting?.list === false ? setting.reads(unquoted(text)) : null) ?? typed(text);
}
