// Written by `npm run gen` from src/model; docs/report.md says what the fields mean.

export interface Report {
  schema: 'kubetrue/report/v1';
  tool: {
    name: 'kubetrue';
    version: string;
  };
  at: string;
  benchmark: {
    name: string;
    version: string;
    chosenBecause: string;
  };
  judge?: 'letter';
  node: {
    name: string;
    kubernetes: string | null;
    distribution: string;
    distributionBecause?: string;
    roles: string[];
  };
  cluster?: {
    server: string;
    nodes: string[];
  };
  files?: GivenFiles;
  findings: Finding[];
  summary: {
    pass: number;
    fail: number;
    conflict: number;
    manual: number;
    'not-applicable': number;
    unknown: number;
    error: number;
  };
  grades: {
    proved: number;
    read: number;
  };
  coverage: {
    evaluated: number;
    expected: number;
    gaps: {
      rule: string;
      why: string;
    }[];
  };
  profile?: ProfileReport;
  waivers?: WaiverReport;
  baseline?: BaselineReport;
}

export interface Finding {
  rule: string;
  title: string;
  severity: Severity;
  definedIn?: string;
  controls: Control[];
  target: Target;
  status: Status;
  letter?: Status;
  letterReason?: string;
  reason: string;
  evidence: Evidence[];
  locations?: Place[];
  objects?: FindingObjects;
  proof: Proof;
  waiver: null | FindingWaiver;
  baseline?: FindingBaseline;
}

export type Status = 'pass' | 'fail' | 'conflict' | 'manual' | 'not-applicable' | 'unknown' | 'error';

export type Severity = 'high' | 'medium' | 'low';

export type Target = {
  kind: 'process';
  component: string;
  pid: number;
  node: string;
  name?: string;
  version?: string;
} | {
  kind: 'file';
  component: string;
  path: string;
  line: number;
  node: string;
  name?: string;
  version?: string;
} | {
  kind: 'node';
  component: string;
  node: string;
} | {
  kind: 'cluster';
  component: string;
  cluster: string;
  node: string;
};

export interface Control {
  benchmark: string;
  version: string;
  control: string;
  level: number | null;
  assessment: 'automated' | 'manual';
}

export interface Evidence {
  setting: string;
  value: SettingValue;
  origin: Origin;
  overrides: {
    value: SettingValue;
    origin: Origin;
  }[];
  note?: string;
}

export type SettingValue = null | boolean | number | string | string[];

export type Origin = {
  kind: 'flag';
  text: string;
} | {
  kind: 'environment';
  name: string;
} | {
  kind: 'file';
  path: string;
  line: number;
} | {
  kind: 'drop-in';
  path: string;
  line: number;
} | {
  kind: 'default';
  version: string;
} | {
  kind: 'program';
  name: string;
} | {
  kind: 'api';
  resource: string;
} | {
  kind: 'process';
  path: string;
} | {
  kind: 'filesystem';
  path: string;
} | {
  kind: 'probe';
  method: string;
  address: string;
};

export interface Proof {
  outcome: 'confirmed' | 'contradicted' | 'inconclusive' | 'not-attempted';
  method: string;
  observed: string;
  at: string | null;
}

export interface FindingObjects {
  failing: string[];
  undecided: string[];
  waived?: {
    object: string;
    waiver: string;
  }[];
}

export interface FindingWaiver {
  id: string;
  reason: string;
  owner: string;
  approver: string;
  expires: string;
}

export interface WaiverReport {
  file: string;
  waived: number;
  list: ({
    id: string;
    reason: string;
    owner: string;
    approver: string;
    expires: string;
    scope: {
      rule: string;
      node?: string | string[];
      component?: string | string[];
      object?: string | string[];
    } | {
      control: string;
      benchmark?: string;
      node?: string | string[];
      component?: string | string[];
      object?: string | string[];
    };
    state: 'applied' | 'expired' | 'unused' | 'unmatched' | 'elsewhere';
    covers: number;
    note?: string;
  })[];
}

export interface FindingBaseline {
  state: 'known' | 'new';
  note?: string;
}

export interface BaselineReport {
  file: string;
  at: string;
  node: string;
  new: number;
  known: number;
  gone: {
    rule: string;
    controls: string[];
  }[];
}

export interface ProfileReport {
  name: string;
  file: string;
  leftOut: {
    control: string;
    rule?: string;
    reason: string;
  }[];
  changed: ({
    rule: string;
    severity?: {
      from: Severity;
      to: Severity;
    };
    parameters?: Record<string, {
      from: boolean | number | string | string[];
      to: boolean | number | string | string[];
    }>;
    reason: string;
  })[];
  elsewhere: string[];
}

export interface GivenFiles {
  judged: string[];
  passedOver: number;
  problems: {
    path: string;
    line: number;
    problem: string;
  }[];
  notes: string[];
}

export interface Place {
  path: string;
  line: number;
}

/** Ways to write a report down. */
export type Format = 'text' | 'json' | 'jsonl' | 'sarif' | 'junit' | 'oscal' | 'ocsf' | 'openreports' | 'policyreport' | 'asff' | 'xccdf' | 'prometheus' | 'csv' | 'markdown' | 'html';
