import { expect, test } from "@jest/globals";
import { networkOf } from "../../src/platform/network.ts";

test("an IPv4 address is its own network, however it is spelt", () => {
  for (const address of ["192.0.2.7", "::ffff:192.0.2.7", "::FFFF:c000:207", "0:0:0:0:0:ffff:192.0.2.7"]) {
    expect(networkOf(address)).toBe("192.0.2.7");
  }
});

test("all addresses of an IPv6 /64 are one network, however they are spelt", () => {
  const addresses = ["2001:db8::1", "2001:0DB8:0000:0000::", "2001:db8:0:0:ffff:1:2:3", "2001:db8::1%eth0"];
  expect(new Set(addresses.map(networkOf))).toEqual(new Set(["2001:db8:0:0::/64"]));
  expect(networkOf("2001:db8:0:1::1")).toBe("2001:db8:0:1::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
});

test("what is no address shares one name", () => {
  expect(networkOf("")).toBe("unknown");
  expect(networkOf("example.org")).toBe("unknown");
});
