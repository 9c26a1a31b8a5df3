import type { OperationName } from "../harness/options.ts";
import { groupPage } from "./group-page.ts";
import type { Operation } from "./operation.ts";

export const operations: Partial<Record<OperationName, Operation>> = {
  groupPage: groupPage as unknown as Operation,
};
