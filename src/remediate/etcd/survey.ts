/** How one member of the cluster answers. Numbers are texts, as etcd's 64 bits do not fit into a number of JSON. */
export interface MemberState {
  id: string;
  name: string;
  learner: boolean;
  /** Where its peers reach it, as it advertises. */
  peerUrls: readonly string[];
  /** Null: it does not answer, or not as a member should. */
  status: MemberStatus | null;
  /** Why it is not healthy by its own word; null when it is. */
  ill: string | null;
  /** Ids of the members that it has a working connection with; null when it was not asked. */
  links: readonly string[] | null;
}

export interface MemberStatus {
  version: string;
  leader: string;
  term: string;
  /** Commit index; `raftIndex` of the status. */
  committed: bigint;
  applied: bigint;
  /** Bytes of the data base file. */
  size: number;
}

/** The whole cluster, as asked from one of its members. */
export interface Survey {
  /** The member of this node. */
  self: string;
  members: readonly MemberState[];
  /** `NOSPACE at m1`. */
  alarms: readonly string[];
  /** Why alarms cannot be asked for; null when they were. */
  alarmsUnseen: string | null;
}

export function votersOf({ members }: Survey): readonly MemberState[] {
  return members.filter(({ learner }) => !learner);
}

export function selfOf({ self, members }: Survey): MemberState | undefined {
  return members.find(({ id }) => id === self);
}

/** More than half: one of one, two of two or three, three of four or five. */
export function quorumOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}
