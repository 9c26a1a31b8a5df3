import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { present, sql } from "../platform/reads/sql.ts";
import { ContactRead } from "./contact-read.entity.ts";
import { visibleContactRead } from "./contact-read.policy.ts";

reads(ContactRead, {
  prefix: "crd",
  description: "reads of contact details",
  visible: visibleContactRead,
  orders: (read) => ({ LAST_READ_AT: { by: read.lastReadAt, description: "By the moment of the last read." } }),
  fields: (t) => ({
    reader: t.one(Person, "readerId", {
      description: "Who read it, or for whom the app did. Null for people out of sight.",
    }),
    isByApp: t.bool((read) => present(read.appId), {
      description: "Whether an app asked, in the name of the reader.",
    }),
    appName: t.value(
      () => String,
      (read) => sql`(select a.name from apps a where a.id = ${read.appId})`,
      { nullable: true, description: "What that app is called. Null for who asked by themself." },
    ),
  }),
});

hang(Person, (t) => ({
  contactReads: t.connection(ContactRead, "personId", {
    when: ownOnly,
    description:
      "Who was shown the person's e-mail address or telephone, for a year: each reader and app once a day, some seconds after it happened. Null for everybody but the person themself.",
  }),
}));
