import { ObjectType } from "type-graphql";

@ObjectType({ simpleResolvers: true, description: "Several reports of closed business in one currency, added up." })
export class BusinessSum {}

@ObjectType({ simpleResolvers: true, description: "Closed business of one person in one currency, added up." })
export class BusinessSums {}

@ObjectType({ simpleResolvers: true, description: "Referrals in a group in one month, without names." })
export class GroupReferralTotals {}
