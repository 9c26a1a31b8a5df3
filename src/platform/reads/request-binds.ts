/** What every request brings to a statement, each one parameter however often it is used. */
import { Bind } from "./sql.ts";

/** The person who asks; null for nobody. */
export const VIEWER_ID = new Bind("uuid", (request) => request.viewerId);
/** Groups that the key of a service covers. */
export const SERVICE_GROUPS = new Bind("uuid[]", (request) => request.service?.groupIds ?? []);
/** Groups that the member chose for an app. */
export const APP_GROUPS = new Bind("uuid[]", (request) => request.app?.groupIds ?? []);
/** The door that asks. */
export const DOOR_ID = new Bind("uuid", (request) => request.doorId ?? null);
export const NOW = new Bind("timestamptz", (request) => request.now);
/** Hash of a credential whose proof is owed (`OwedProof`). */
export const CREDENTIAL_HASH = new Bind("bytea", (request) => request.credentialHash);
