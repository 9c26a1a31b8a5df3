import type { IncomingMessage } from "node:http";
import { expect, test } from "@jest/globals";
import { callerAddress } from "../../src/server/caller-address.ts";

const request = { socket: { remoteAddress: "10.0.0.1" }, headers: { "x-forwarded-for": "203.0.113.9, 10.0.0.2" } };

test.each<[boolean | string | number, string]>([
  [false, "10.0.0.1"],
  [true, "203.0.113.9"],
  [1, "10.0.0.2"],
  [2, "203.0.113.9"],
  ["10.0.0.1", "10.0.0.2"],
  ["10.0.0.0/8", "203.0.113.9"],
  ["192.0.2.1, 192.0.2.2", "10.0.0.1"],
])("with TRUST_PROXY=%s the caller is %s", (trustProxy, address) => {
  expect(callerAddress(trustProxy)(request as unknown as IncomingMessage)).toBe(address);
});
