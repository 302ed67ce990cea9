import type { Credential, ProbeMethod } from '../../model/observation.ts';
import type { SettingValue } from '../../model/setting-value.ts';
import type { Ask } from '../session.ts';

/** What is kept of an answer, by name. Only what a probe lists by itself gets in here. */
export type Seen = Readonly<Record<string, SettingValue>>;

/** What the questions to one process may need to know. */
export interface ProbeContext {
  /** Name of this node in the cluster, as its kubelet's certificate says; null without one. */
  node: string | null;
  /** Of this scan: for names of things that must not exist, and to find its own traces. */
  token: string;
  /** Whether the process keeps an audit log that can be read from here. */
  audited: boolean;
}

export interface Got {
  status: number;
  /** As text; null when it did not arrive whole. */
  body: string | null;
}

/** One question with a credential, and what may be kept of the answer. */
export interface Probe {
  /** Unique among those of a component. */
  id: string;
  method: ProbeMethod;
  /** local: reads and access reviews. deep: dry-run writes and reads of sensitive bytes. */
  level: 'local' | 'deep';
  /** The first of these that is there is used. */
  as: readonly Credential[];
  /** A text: why the question is not asked. */
  ask(context: ProbeContext): Ask | string;
  keep(got: Got): Seen;
  /** What other questions have left behind is in the answer: asked after them, over a connection of its own. */
  after?: ReadonlySet<ProbeMethod>;
}

/** How the sockets and the introspection of one component are asked. */
export interface ComponentProbes {
  component: string;
  /** Where introspection is served: the socket that speaks TLS, or the first that speaks plain HTTP. */
  over: 'tls' | 'plain';
  /** Asked of every socket by nobody in particular. */
  path: string;
  /** False where no rule is about cipher suites. */
  weakSuites: boolean;
  probes: readonly Probe[];
}
