import { isSelf } from "../people/person.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import type { ContactRead } from "./contact-read.entity.ts";

/** Whose details were read, and nobody else: not the reader either. */
export const visibleContactRead: Policy<ContactRead> = (read, v) => isSelf(v, read.personId);
