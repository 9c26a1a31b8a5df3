/** The lines of the matrix for apps: of whoever registered them, and of whoever let them do something. */
import { type Acts, act, FOREIGN, OWN } from "./line.ts";

const NO_APP = `app_${"0".repeat(32)}`;
const NO_CONNECTED_APP = `cap_${"0".repeat(32)}`;

export const MUTATIONS_OF_APPS: Acts = {
  registerApp: act(() => ({ name: "Cards", kind: "PUBLIC", redirectUris: ["https://cards.example/return"] }), OWN),
  updateApp: act(() => ({ appId: NO_APP, name: "Mine now" }), FOREIGN),
  disableApp: act(() => ({ appId: NO_APP }), FOREIGN),
  narrowApp: act(() => ({ connectedAppId: NO_CONNECTED_APP, scopes: [] }), FOREIGN),
  disconnectApp: act(() => ({ connectedAppId: NO_CONNECTED_APP }), FOREIGN),
};
