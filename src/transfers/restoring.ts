import type { Group } from "../groups/group.entity.ts";
import type { Context } from "../platform/context.ts";

/** One run that takes an exported group in: what the files before have said, by the ids that the files use. */
export class Restoring {
  /** Primary keys of people: those of the file, or of whom the service knew already. */
  readonly people = new Map<string, string>();
  readonly memberships = new Map<string, { readonly id: string; readonly personId: string }>();
  readonly series = new Map<string, string>();
  readonly meetings = new Map<string, { readonly id: string; readonly startsAt: Date }>();
  /** Topics by name. */
  readonly topics = new Map<string, string>();

  constructor(
    /** Inside of the transaction. */
    readonly ctx: Context,
    readonly group: Pick<Group, "id">,
  ) {}
}
