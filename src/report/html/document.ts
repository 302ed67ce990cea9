import { createHash } from 'node:crypto';
import type { Root } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../model/finding.ts';
import { headOf } from '../common/head.ts';
import assets from './built/assets.json' with { type: 'json' };
import { filterBar, stateLine } from './filter-bar.ts';
import { findingsList } from './findings.ts';
import { footer } from './footer.ts';
import { iconSheet } from './icons.ts';
import { masthead } from './masthead.ts';
import { overview } from './overview.ts';

/** The whole page. */
export function pageOf(report: Report): Root {
  const { subject, time } = headOf(report);
  return h(null, [
    { type: 'doctype' },
    h('html', { lang: 'en' }, [
      h('head', [
        h('meta', { charSet: 'utf-8' }),
        h('meta', { httpEquiv: 'Content-Security-Policy', content: policy() }),
        h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        h('meta', { name: 'color-scheme', content: 'light dark' }),
        h('meta', { name: 'referrer', content: 'no-referrer' }),
        h('meta', { name: 'robots', content: 'noindex' }),
        h('meta', { name: 'generator', content: `Kubetrue ${report.tool.version}` }),
        h('title', `Kubetrue: ${subject}, ${time}`),
        h('style', assets.style),
      ]),
      h('body', [
        h('a.skip', { href: '#findings' }, 'Skip to the findings'),
        iconSheet(),
        masthead(report),
        h('main', [overview(report), filterBar(report), stateLine(report), ...findingsList(report)]),
        footer(report),
        h('script', assets.script),
      ]),
    ]),
  ]);
}

/** Nothing is loaded from anywhere; what runs and what styles are these very bytes. */
function policy(): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(assets.script)}'`,
    `style-src '${hashOf(assets.style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
