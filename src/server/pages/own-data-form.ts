/** Saving one's own data by the link of a mail, without scripts. */
import { madeOwnExport } from "../../own-data/made-own-export.ts";
import { notFound } from "../../platform/errors.ts";
import { OWN_DATA_BUTTON, OWN_DATA_FILE, OWN_DATA_PATH, OWN_DATA_USED_UP } from "../own-data-route.ts";
import type { LinkPage } from "./link-form.ts";

export const ownDataForm: LinkPage = {
  path: OWN_DATA_PATH,
  title: "Your data",
  rest: OWN_DATA_BUTTON,
  usesCookies: false,
  act: async (ctx, token) => {
    const bytes = await madeOwnExport(ctx, token);
    if (!bytes) throw notFound("link", OWN_DATA_USED_UP);
    return { name: OWN_DATA_FILE, type: "application/zip", bytes };
  },
};
