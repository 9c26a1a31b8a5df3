/** Devices with which people sign in: some of them several, some none. */
import { Passkey } from "../../src/passkeys/passkey.entity.ts";
import { type Planter, TEXTS } from "./planter.ts";

const NAMES = TEXTS.filter((text) => text.length > 0 && text.length <= 80);

export async function plantPasskeys(p: Planter, people: readonly { readonly id: string }[]): Promise<void> {
  const before = p.chance;
  p.begin("passkeys");
  const { chance } = p;
  const passkeys = [...people, ...people]
    .filter(() => chance.chance(0.6))
    .map(({ id: personId }, index) => ({
      ...{ id: p.id(), personId, credentialId: Buffer.from(`device ${index}`), publicKey: p.bytes(), counter: "1" },
      ...{ transports: [], name: chance.pick(NAMES), isBackedUp: chance.chance(0.5), createdAt: p.moment() },
      lastUsedAt: p.orNull(p.moment()),
    }));
  await p.insert(Passkey, passkeys);
  p.chance = before;
}
