import type { OperationName } from "../harness/options.ts";
import { directory } from "./directory.ts";
import { discovery } from "./discovery.ts";
import { groupPage } from "./group-page.ts";
import { node } from "./node.ts";
import type { Operation } from "./operation.ts";
import { record } from "./record.ts";
import { roster } from "./roster.ts";

/** Each knows its own targets; from here on they are only handed through. */
const all = { groupPage, discovery, directory, roster, record, node } as unknown as Record<OperationName, Operation>;
export const operations: Readonly<Record<OperationName, Operation>> = all;
