import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { authorityKeys } from '../authority.ts';
import { changedAfterStart } from '../stale.ts';
import type { Authority, Candidate, Property, PropertyItem } from '../subject.ts';
import type { EffectiveListener, ListenerRole } from './listener.ts';
import type { Configuration, Reading } from './reading.ts';
import { defectOf, virtueOf } from './sentences.ts';

/** A reading of etcd in the terms that rules use. */
export function candidateOf(process: ProcessFacts, version: string, reading: Reading): Candidate {
  switch (reading.outcome) {
    case 'refuses':
      return {
        version,
        outcome: 'refuses',
        because: reading.because,
        origin: reading.origin,
        stale: reading.stale,
      };
    case 'undetermined':
      return { version, outcome: 'undetermined', because: reading.because, origin: reading.origin };
    case 'starts':
      return starting(process, reading);
  }
}

function starting(process: ProcessFacts, configuration: Configuration): Candidate {
  return {
    version: configuration.version,
    outcome: 'starts',
    stale: configuration.stale,
    setting: (name) => {
      const setting = configuration.settings.get(name);
      if (setting === undefined) throw new Error(`etcd has no setting ${name}`);
      return setting;
    },
    property: (name) => listenerProperty(configuration.listeners, name),
    authorities: authoritiesInForce(process, configuration),
  };
}

/** Listeners that serve keys or peers; what serves only health is not judged. */
const PROPERTIES: Record<string, readonly ListenerRole[]> = {
  'client-listeners': ['client', 'client-http'],
  'peer-listeners': ['peer'],
};

export function listenersOf(listeners: readonly EffectiveListener[], property: string): EffectiveListener[] {
  const roles = PROPERTIES[property];
  if (roles === undefined) throw new Error(`etcd has no property ${property}`);
  return listeners.filter((one) => roles.includes(one.role) && one.exposes === 'keys');
}

function listenerProperty(listeners: readonly EffectiveListener[], property: string): Property {
  const items = listenersOf(listeners, property).map(itemOf);
  return { state: 'items', items, virtue: (attribute) => virtueOf(property, attribute, items) };
}

function itemOf(listener: EffectiveListener): PropertyItem {
  const item = {
    label: listener.url,
    origin: listener.origin,
    attributes: {
      role: listener.role,
      transport: listener.transport,
      certificate: listener.certificate,
      clientCertificates: listener.clientCertificates,
      reach: listener.reach,
    },
  };
  const defects = Object.keys(item.attributes).map((attribute) => [attribute, defectOf(item, attribute)]);
  return { ...item, defects: Object.fromEntries(defects) };
}

const CA_SETTINGS = ['trusted-ca-file', 'ca-file', 'peer-trusted-ca-file', 'peer-ca-file'];

/** CA files by which some listener really verifies certificates. */
function authoritiesInForce(process: ProcessFacts, configuration: Configuration): Authority[] {
  const used = (path: string, peers: boolean) =>
    configuration.listeners.some((one) => one.authorities.includes(path) && (one.role === 'peer') === peers);
  const found = new Map<string, Authority>();
  for (const setting of CA_SETTINGS) {
    const path = configuration.settings.get(setting)?.value;
    if (typeof path !== 'string' || found.has(path) || !used(path, setting.startsWith('peer-'))) continue;
    found.set(path, {
      setting,
      path,
      guards: setting.startsWith('peer-') ? 'peers' : 'clients',
      keys: keysAtStart(process, path),
    });
  }
  return [...found.values()];
}

/** etcd reads a CA file at start only, so a newer content says nothing about what it trusts. */
function keysAtStart(process: ProcessFacts, path: string): Authority['keys'] {
  const file = valueIfPresent(process.files[path]);
  const change = file === undefined ? null : changedAfterStart(process, file);
  if (change === null) return authorityKeys(process, path);
  return {
    state: 'hidden',
    because: `${change.path} changed at ${change.changedAt}, after etcd started at ${change.startedAt}, and etcd reads it only at start`,
  };
}
