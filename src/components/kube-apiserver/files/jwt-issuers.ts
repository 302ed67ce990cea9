import { parseGoUrl } from '../../go-url.ts';
import type { ConfigNode } from './config-node.ts';

/**
 * Why the issuers of an authentication configuration are refused, as the rest of a sentence; null when they are not.
 * 1.29 takes exactly one. Values that were not kept count as set.
 */
export function jwtProblem(root: ConfigNode, minor: number): string | null {
  const issuers = root.at('jwt').items();
  if (minor === 29 && issuers.length !== 1) return 'it does not have exactly one issuer';
  if (issuers.length > 64) return 'it has more than 64 issuers';
  const urls = issuers.map((one) => one.at('issuer').at('url').text());
  if (new Set(urls).size < urls.length) return 'an issuer stands there twice';
  return issuers.map(authenticatorProblem).find((problem) => problem !== null) ?? null;
}

function authenticatorProblem(one: ConfigNode): string | null {
  const mappings = one.at('claimMappings');
  return (
    issuerProblem(one.at('issuer')) ??
    mappingProblem(mappings.at('username'), true) ??
    mappingProblem(mappings.at('groups'), false)
  );
}

function issuerProblem(issuer: ConfigNode): string | null {
  const url = issuer.at('url').text();
  const audiences = issuer.at('audiences').texts();
  const matchesAny = issuer.at('audienceMatchPolicy').text() !== '';
  if (!isHttpsUrl(url)) return `the issuer ${JSON.stringify(url)} is no plain https URL`;
  if (audiences.length === 0 || audiences.includes('')) return `the issuer ${url} has no audience`;
  if (new Set(audiences).size < audiences.length) return `the issuer ${url} has an audience twice`;
  return audiences.length > 1 && !matchesAny ? `the issuer ${url} has several audiences and no policy` : null;
}

function isHttpsUrl(text: string): boolean {
  const url = parseGoUrl(text);
  return url !== null && url.scheme === 'https' && !/[?#@]/.test(text);
}

/** A name comes from a claim, which needs a prefix even if it is empty, or from an expression, which has none. */
function mappingProblem(mapping: ConfigNode, isRequired: boolean): string | null {
  const has = (key: string) => mapping.at(key).text() !== '';
  const where = `the mapping on line ${mapping.line}`;
  if (has('claim') && has('expression')) return `${where} has a claim and an expression`;
  if (has('claim')) return mapping.at('prefix').isSet ? null : `${where} has a claim without prefix`;
  if (has('expression')) return mapping.at('prefix').isSet ? `${where} has an expression and a prefix` : null;
  return isRequired ? 'an issuer has no mapping for the name of the user' : null;
}
