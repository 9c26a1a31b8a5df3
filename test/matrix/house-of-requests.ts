/** Requests for introductions: one that asks the viewer, one of the viewer's own, and one of two others. */
import { IntroductionRequest } from "../../src/introduction-requests/introduction-request.entity.ts";
import { globalId, newId } from "../../src/platform/ids.ts";
import type { Class } from "../../src/platform/reads/reads.ts";

export const ENTITIES_OF_REQUESTS = [IntroductionRequest] as const;
const BEFORE = new Date("2026-01-05T09:00:00.000Z");
const LATER = new Date("2026-06-20T09:00:00.000Z");

/** Global ids; nobody's are nothing. */
export interface HouseOfRequests {
  readonly askedRequest: string;
  readonly ownRequest: string;
  readonly othersRequest: string;
}

interface People {
  readonly viewer: string | null;
  readonly other: string;
  readonly asker: string;
}
type Put = <E extends object>(entity: Class<E>, row: Partial<E>) => string;

export function requestsFor(put: Put, { viewer, other, asker }: People): HouseOfRequests {
  const request = (askerId: string | null, connectorId: string | null): string =>
    askerId === null || connectorId === null
      ? newId()
      : put(IntroductionRequest, {
          ...{ askerId, askerName: "Asker", connectorId, connectorName: "Connector", need: "Somebody with a crane." },
          ...{ reason: "A boat to lift.", createdAt: BEFORE, expiresAt: LATER, askedAt: BEFORE },
        });
  return {
    askedRequest: globalId("irq", request(asker, viewer)),
    ownRequest: globalId("irq", request(viewer, asker)),
    othersRequest: globalId("irq", request(asker, other)),
  };
}
