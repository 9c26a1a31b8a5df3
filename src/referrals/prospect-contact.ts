import { Field, ObjectType } from "type-graphql";
import { EmailAddress } from "../platform/scalars/email-address.ts";
import { PhoneNumber } from "../platform/scalars/phone-number.ts";

@ObjectType({ simpleResolvers: true, description: "How to reach the prospect of a referral." })
export class ProspectContact {
  @Field(() => EmailAddress, { nullable: true, description: "E-mail address." })
  email: string | null;

  @Field(() => PhoneNumber, { nullable: true, description: "Telephone number in the international form." })
  phone: string | null;
}
