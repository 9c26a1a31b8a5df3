import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { Passkey } from "./passkey.entity.ts";
import { isOwnPasskey } from "./passkey.policy.ts";

reads(Passkey, {
  prefix: "pky",
  description: "passkeys",
  visible: isOwnPasskey,
  orders: (p) => ({ CREATED_AT: { by: p.createdAt, description: "By the moment it was registered." } }),
});

hang(Person, (t) => ({
  passkeys: t.connection(Passkey, "personId", {
    when: ownOnly,
    description: "With which devices the person signs in. Null for everybody but the person themself.",
  }),
}));
