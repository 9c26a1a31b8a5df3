import { createContext, runInContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Session } from "../../src/sign-in/session.entity.ts";
import { type SignInApi, startSignInApi } from "../support/sign-in.ts";

let api: SignInApi;
let html: string;
beforeAll(async () => {
  api = await startSignInApi();
  html = await (await fetch(api.url.replace("/graphql", "/sign-in"))).text();
});
afterAll(() => api.close());

const scriptOf = (): string => /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? "";

/** Just enough of a browser for the page's own script: its elements, its address, and cookies. */
function openPage(hash: string, cookies: Map<string, string>) {
  let press: () => void = () => undefined;
  let settled: () => void = () => undefined;
  const button = {
    hidden: true,
    disabled: false,
    addEventListener: (_name: string, listener: () => void) => {
      press = listener;
    },
  };
  const answer = {
    text: "",
    set textContent(text: string) {
      this.text = text;
      settled();
    },
  };
  const addresses: string[] = [];
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const headers = { ...(init.headers as object), cookie, origin: "http://localhost:4000" };
    const response = await fetch(new URL(url, api.url), { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  runInContext(
    scriptOf(),
    createContext({
      document: { querySelector: (name: string) => (name === "button" ? button : answer) },
      location: { hash, pathname: "/sign-in" },
      history: { replaceState: (_state: unknown, _title: string, url: string) => addresses.push(url) },
      fetch: send,
      JSON,
    }),
  );
  return {
    button,
    answer,
    addresses,
    press: () =>
      new Promise<void>((resolve) => {
        settled = resolve;
        press();
      }),
  };
}

const askedFor = async (email: string): Promise<{ cookies: Map<string, string>; hash: string }> => {
  const { data } = await api.requestSignIn(email);
  const { linkToken } = await api.mailed(email);
  return { cookies: new Map([["link", data.requestSignIn.browserToken]]), hash: `#${linkToken}` };
};

describe("the page of a mailed link", () => {
  test("signs in when its button is pressed, and not before", async () => {
    const { cookies, hash } = await askedFor("ada@example.org");
    const opened = openPage(hash, cookies);
    expect(opened.button.hidden).toBe(false);
    expect(opened.addresses).toEqual(["/sign-in"]);
    expect(await api.dataSource.manager.count(Session)).toBe(0);
    await opened.press();
    expect(opened.answer.text).toContain("You are signed in");
    expect(cookies.get("sid")).toMatch(/^ngs_/);
  });

  test("signs in too where a session that ended left its cookie", async () => {
    const { cookies, hash } = await askedFor("ben@example.org");
    cookies.set("sid", `ngs_${"0".repeat(64)}`);
    const opened = openPage(hash, cookies);
    await opened.press();
    expect(opened.answer.text).toContain("You are signed in");
  });

  test("says so where the link is used, or was asked for elsewhere", async () => {
    const { hash } = await askedFor("cleo@example.org");
    const opened = openPage(hash, new Map());
    await opened.press();
    expect(opened.answer.text).toContain("Type the code of the mail");
  });

  test("has no button without a link's token", () => {
    const opened = openPage("", new Map());
    expect(opened.button.hidden).toBe(true);
    expect(opened.answer.text).toContain("open it with the link");
  });
});

test("signs in without scripts by the pasted link, in the browser that asked and in no other", async () => {
  const { cookies, hash } = await askedFor("form@example.org");
  const send = (cookie: string) =>
    fetch(new URL("/sign-in", api.url), {
      method: "POST",
      headers: { origin: "http://localhost:4000", cookie },
      body: new URLSearchParams({ link: `http://localhost:4000/sign-in${hash}` }),
    });
  const other = await send("link=another");
  expect([await other.text(), other.headers.getSetCookie()]).toEqual([expect.stringContaining('role="alert"'), []]);
  const own = await send(`link=${cookies.get("link")}`);
  expect(await own.text()).toContain("You are signed in.");
  expect(own.headers.getSetCookie().join()).toMatch(/^sid=ngs_[0-9a-f]{64};.*HttpOnly/);
});
