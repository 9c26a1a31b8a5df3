import { expect, test } from "@jest/globals";
import { IsEmailAddress, IsHttpUrl, IsPhone } from "../../src/platform/checks.ts";
import { DomainError, type Fault } from "../../src/platform/errors.ts";
import { valid } from "../../src/platform/valid.ts";

class ContactInput {
  @IsEmailAddress()
  email: unknown;

  @IsHttpUrl()
  website: unknown;

  @IsPhone()
  telephone: unknown;
}

const good = { email: "ada@example.org", website: "https://example.org", telephone: "+44 20 7946 0018" };

async function faultsOf(fields: Partial<ContactInput>): Promise<readonly Fault[]> {
  try {
    await valid(Object.assign(new ContactInput(), good, fields));
    return [];
  } catch (error) {
    if (error instanceof DomainError) return error.faults;
    throw error;
  }
}

test("good contact details pass", async () => {
  expect(await faultsOf({})).toEqual([]);
});

test.each([
  ["email", "ada@example.org\r\nBcc: ben@example.org", "This is not an e-mail address."],
  ["website", "javascript:alert(1)", "This is not an absolute https: or http: URL."],
  ["telephone", "020", "This is not an international telephone number, such as +44 20 7946 0018."],
])("a faulty %s is one fault with its path, and is not echoed", async (field, value, message) => {
  expect(await faultsOf({ [field]: value })).toEqual([{ code: "INVALID", message, path: ["input", field] }]);
});

test("what is no text at all is refused by each rule", async () => {
  expect(await faultsOf({ email: 1, website: null, telephone: undefined })).toHaveLength(3);
});
