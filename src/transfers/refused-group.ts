/** Why an exported group is not taken in, in sentences, each with the file and, where there is one, the line. */
export class RefusedGroup extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join("\n"));
    this.name = "RefusedGroup";
  }
}
