import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a page of the documentation. */
export interface Block {
  page: string;
  /** 1-based, of its first line. */
  line: number;
  /** `yaml` of ```yaml pod.yaml; empty where there is none. */
  language: string;
  /** `pod.yaml` of the same. */
  name: string;
  text: string;
}

/** All fenced blocks of the documentation but those of rules, whose commands are for real nodes. */
export function blocks(): Block[] {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    ...globSync('docs/*.md', { cwd: ROOT }).sort(),
  ];
  return pages.flatMap((page) => blocksOf(page, readFileSync(`${ROOT}/${page}`, 'utf8')));
}

function blocksOf(page: string, text: string): Block[] {
  const fence = /^( *)```(\w*)(?: (\S+))?\n([\s\S]*?)^\1```$/gm;
  return [...text.matchAll(fence)].map(
    ({ 1: indent = '', 2: language = '', 3: name = '', 4: body = '', index }) => ({
      ...{ page, language, name },
      line: text.slice(0, index).split('\n').length + 1,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}
