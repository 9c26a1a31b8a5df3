import { isSelf } from "../people/person.policy.ts";
import type { Policy } from "../platform/reads/policy.ts";
import type { Passkey } from "./passkey.entity.ts";

/** Nobody else has any business with it. */
export const isOwnPasskey: Policy<Passkey> = (passkey, v) => isSelf(v, passkey.personId);
