/** How a proof works, for people: what is sent, what an answer means, what it leaves behind. */
export interface ProofText {
  sends: string;
  shows: string;
  leaves: string;
}
