import { Field, ObjectType } from "type-graphql";
import { EmailAddress } from "../platform/scalars/email-address.ts";
import { PhoneNumber } from "../platform/scalars/phone-number.ts";
import { URL } from "../platform/scalars/url.ts";

const optional = { nullable: true } as const;

@ObjectType({
  simpleResolvers: true,
  description: "What one side of an introduction chose to let pass, as it was then.",
})
export class IntroducedContact {
  @Field(() => EmailAddress, { ...optional, description: "Address, if they chose to share it." })
  email: string | null;

  @Field(() => PhoneNumber, { ...optional, description: "Telephone, if they chose to share it." })
  phone: string | null;

  @Field(() => [URL], {
    ...optional,
    description: "Their own pages elsewhere, if they chose to share them; at most 10.",
  })
  links: string[] | null;
}
