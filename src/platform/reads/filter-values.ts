/** A connection's `filter` argument, asked part by part while compiling. */
import { badArgument, type Nodes } from "./compilation.ts";
import type { FieldArguments } from "./field-arguments.ts";
import { FILTER_LIST_MAX } from "./limits.ts";
import type { FilterValue } from "./registry.ts";
import type { Scope } from "./scope.ts";
import { Bind, type Sql } from "./sql.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * The predicates of what was sent, for any row of the connection. A page asks for them several times (its
 * rows, its count, its neighbours): each question is asked once, and equal parts are one parameter.
 */
export function filterPredicates(args: FieldArguments, nodes: Nodes): (scope: Scope) => Sql[] {
  const values = new Map<string, FilterValue | null>();
  return (scope) =>
    Object.entries(scope.known?.filters?.(scope.guarded, scope.viewer) ?? {}).flatMap(([name, { where }]) => {
      if (!values.has(name)) values.set(name, partOf(args, nodes, name));
      const value = values.get(name);
      return value ? [where(value)] : [];
    });
}

function partOf(args: FieldArguments, nodes: Nodes, name: string): FilterValue | null {
  const sent = (values: Values): unknown => (values["filter"] as Values | null | undefined)?.[name] ?? null;
  const part = (values: Values, key: string): unknown =>
    key === "" ? sent(values) : ((sent(values) as Values | null)?.[key] ?? null);

  const answers = new Map<string, boolean>();
  const ask = (question: string, holds: (values: Values) => boolean): boolean => {
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
    given: (key) => ask(`given ${key}`, (values) => part(values, key) !== null),
    isTrue: () => ask("true", (values) => sent(values) === true),
    bind(type, key = "", convert) {
      let bind = binds.get(key);
      if (!bind) {
        bind = new Bind(type, (request) => {
          const value = part(args.of(request), key);
          return convert && value !== null ? convert(value as never) : value;
        });
        binds.set(key, bind);
      }
      return bind;
    },
    refuse(message) {
      throw badArgument(message, nodes);
    },
  };
}
