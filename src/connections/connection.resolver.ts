import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { AcceptConnectionInput, AcceptConnectionPayload, acceptConnection } from "./accept-connection.ts";
import { DisconnectInput, DisconnectPayload, disconnect } from "./disconnect.ts";
import { ForgetContactsInput, ForgetContactsPayload, forgetContacts } from "./forget-contacts.ts";
import { ImportContactsInput, ImportContactsPayload, importContacts } from "./import-contacts.ts";
import { OfferConnectionInput, OfferConnectionPayload, offerConnection } from "./offer-connection.ts";
import { SetBridgeConsentInput, SetBridgeConsentPayload, setBridgeConsent } from "./set-bridge-consent.ts";

@Resolver()
export class ConnectionResolver {
  @Mutation(() => OfferConnectionPayload, {
    nullable: true,
    description: "Gives the viewer a code for one other person, to connect with them. It works once, for 10 minutes.",
  })
  offerConnection(@Arg("input", () => OfferConnectionInput) input: OfferConnectionInput, @Ctx() ctx: Context) {
    return payload(() => offerConnection(ctx, input));
  }

  @Mutation(() => AcceptConnectionPayload, {
    nullable: true,
    description: "Connects the viewer with whoever shows them a code.",
  })
  acceptConnection(@Arg("input", () => AcceptConnectionInput) input: AcceptConnectionInput, @Ctx() ctx: Context) {
    return payload(async () => withEdge("connection", await acceptConnection(ctx, input)));
  }

  @Mutation(() => ImportContactsPayload, {
    nullable: true,
    description:
      "Says that the viewer would like to be connected with those in their own address book, if these say the same.",
  })
  importContacts(@Arg("input", () => ImportContactsInput) input: ImportContactsInput, @Ctx() ctx: Context) {
    return payload(async () => ({ waitingCount: await importContacts(ctx, input) }));
  }

  @Mutation(() => ForgetContactsPayload, {
    nullable: true,
    description: "Takes imported addresses of the viewer's back, one or all.",
  })
  forgetContacts(@Arg("input", () => ForgetContactsInput) input: ForgetContactsInput, @Ctx() ctx: Context) {
    return payload(async () => ({ waitingCount: await forgetContacts(ctx, input) }));
  }

  @Mutation(() => SetBridgeConsentPayload, {
    nullable: true,
    description: "Allows others to be led over a connection of the viewer's, or no longer does.",
  })
  setBridgeConsent(@Arg("input", () => SetBridgeConsentInput) input: SetBridgeConsentInput, @Ctx() ctx: Context) {
    return payload(async () => ({ connection: await setBridgeConsent(ctx, input) }));
  }

  @Mutation(() => DisconnectPayload, {
    nullable: true,
    description: "Ends a connection of the viewer's. The other side is told nothing; it is simply no longer there.",
  })
  disconnect(@Arg("input", () => DisconnectInput) input: DisconnectInput, @Ctx() ctx: Context) {
    return payload(async () => ({ person: await disconnect(ctx, input) }));
  }
}
