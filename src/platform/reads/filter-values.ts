/** A connection's `filter` argument, asked part by part while compiling. */
import { badArgument, type Nodes } from "./compilation.ts";
import type { FieldArguments } from "./field-arguments.ts";
import { FILTER_LIST_MAX } from "./limits.ts";
import type { FilterParts, FilterValue } from "./registry.ts";
import type { Scope } from "./scope.ts";
import { Bind, type Sql } from "./sql.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * The parts of what was sent. A page asks for them several times (its rows, its count, its neighbours): each question is
 * asked once, and equal parts are one parameter.
 */
export function filterParts(args: FieldArguments, nodes: Nodes): FilterParts {
  const values = new Map<string, FilterValue | null>();
  return (name) => {
    let value = values.get(name);
    if (value === undefined) {
      value = partOf(args, nodes, name);
      values.set(name, value);
    }
    return value;
  };
}

/** The predicates of what was sent, for a row of the connection; but for those that hold already. */
export const filterPredicates = (parts: FilterParts, scope: Scope, covered: readonly string[] = []): Sql[] =>
  Object.entries(scope.known?.filters?.(scope.guarded, scope.viewer) ?? {}).flatMap(([name, { where }]) => {
    const value = covered.includes(name) ? null : parts(name);
    return value ? [where(value, parts)] : [];
  });

function partOf(args: FieldArguments, nodes: Nodes, name: string): FilterValue | null {
  const sent = (values: Values): unknown => (values["filter"] as Values | null | undefined)?.[name] ?? null;
  const part = (values: Values, key: string): unknown =>
    key === "" ? sent(values) : ((sent(values) as Values | null)?.[key] ?? null);

  // By the question in words, or by the function that asks it: two of those may have the same name, or none.
  const answers = new Map<unknown, boolean>();
  const ask = (question: unknown, holds: (values: Values) => boolean): boolean => {
    let answer = answers.get(question);
    if (answer === undefined) {
      answer = args.decide((values) => (holds(values) ? "1" : "")) !== "";
      answers.set(question, answer);
    }
    return answer;
  };
  const isSent = (values: Values): boolean => {
    const value = sent(values);
    if (Array.isArray(value) && value.length > FILTER_LIST_MAX) {
      throw badArgument(`\`filter.${name}\` takes at most ${FILTER_LIST_MAX} values.`, nodes);
    }
    return value !== null;
  };
  if (!ask("sent", isSent)) return null;

  const binds = new Map<string, Bind>();
  return {
    path: `filter.${name}`,
    given: (key) => ask(`given ${key}`, (values) => part(values, key) !== null),
    isTrue: () => ask("true", (values) => sent(values) === true),
    bind(type, key = "", convert) {
      const cast = `${type} ${key}`;
      let bind = binds.get(cast);
      if (!bind) {
        bind = new Bind(type, (request) => {
          const value = part(args.of(request), key);
          return convert && value !== null ? convert(value as never) : value;
        });
        binds.set(cast, bind);
      }
      return bind;
    },
    refuse(message) {
      throw badArgument(message, nodes);
    },
    holds: (claim) => ask(claim, (values) => claim(sent(values) as never)),
    check(fault) {
      ask(fault, (values) => {
        const message = fault(sent(values) as never);
        if (message !== null) throw badArgument(message, nodes);
        return true;
      });
    },
  };
}
