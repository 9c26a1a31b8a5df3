/**
 * Loads policies and reads with a switch at each conjunct: `and(a, b)` becomes `and(spoil("…", true, a), …)`, and so
 * do operands of `or`, and policies, gates and guards as a whole. `spoil-policies.ts` turns one switch at a time.
 * Plain JavaScript, since Node loads it beside the program.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SPOILED = /\/src\/.*\.(policy|reads)\.ts$/;
/** Properties of declarations that hold one policy. */
const POLICIES = new Set(["visible", "when", "where"]);

export async function load(url, context, nextLoad) {
  const [path] = url.split("?");
  if (!path.startsWith("file:") || !SPOILED.test(path)) return nextLoad(url, context);
  const file = fileURLToPath(path);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const written = withSwitches(source, file.slice(file.indexOf("/src/") + 5));
  const { outputText } = ts.transpileModule(written, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: true,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
    },
  });
  return { format: "module", source: outputText, shortCircuit: true };
}

function withSwitches(source, name) {
  /** Text to put in, by position. */
  const inserts = [];
  const seen = new Map();
  const idOf = (node, what) => {
    const id = `${name} | ${ownerOf(node)} | ${what}`;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 ? id : `${id} (${times})`;
  };
  const put = (node, before, after) => {
    inserts.push({ at: node.getStart(source), text: before, order: inserts.length });
    inserts.push({ at: node.getEnd(), text: after, order: -inserts.length });
  };
  const spoil = (node, operator) => {
    const id = idOf(node, `${operator}: ${node.getText(source).replaceAll(/\s+/g, " ").slice(0, 160)}`);
    put(node, `globalThis.spoil(${JSON.stringify(id)}, ${operator !== "or"}, `, ")");
  };
  const spoilFunction = (node, what) => {
    const id = idOf(node, `${what}: ${node.getText(source).replaceAll(/\s+/g, " ").slice(0, 160)}`);
    put(node, `((...given) => globalThis.spoil(${JSON.stringify(id)}, true, (`, ")(...given)))");
  };

  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const { text } = node.expression;
      if ((text === "and" || text === "or") && node.arguments.length > 1) {
        for (const operand of node.arguments) if (!ts.isSpreadElement(operand)) spoil(operand, text);
      }
    }
    if (ts.isPropertyAssignment(node) && isPolicy(node)) {
      spoilFunction(
        node.initializer,
        ownerOf(node.initializer).includes("guards") ? "guard" : node.name.getText(source),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);

  let text = source.text;
  for (const { at, text: more } of inserts.sort((a, b) => b.at - a.at || b.order - a.order)) {
    text = text.slice(0, at) + more + text.slice(at);
  }
  return text;
}

/** A policy as a whole: of a type, of a gated field, of a guarded column. */
function isPolicy(node) {
  const value = node.initializer;
  if (!ts.isArrowFunction(value) && !ts.isIdentifier(value) && !ts.isCallExpression(value)) return false;
  // What is open to everybody cannot be opened.
  if (ts.isArrowFunction(value) && value.body.getText() === "TRUE") return false;
  if (POLICIES.has(node.name.getText())) {
    // Filters have a `where` as well: of values, not of policies.
    return !(ts.isArrowFunction(value) && value.parameters[0]?.name.getText() === "value");
  }
  const parent = node.parent.parent;
  return parent !== undefined && ts.isPropertyAssignment(parent) && parent.name.getText() === "guards";
}

/** Where a conjunct stands, by names that survive an edit elsewhere in the file. */
function ownerOf(node) {
  const names = [];
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isPropertyAssignment(at) || ts.isVariableDeclaration(at) || ts.isFunctionDeclaration(at)) {
      names.unshift(at.name?.getText() ?? "");
    }
    if (ts.isCallExpression(at) && ts.isIdentifier(at.expression)) {
      const { text } = at.expression;
      if (text === "reads" || text === "hang") names.unshift(at.arguments[0]?.getText() ?? "");
      if (text === "queries") names.unshift("Query");
    }
  }
  return names.join(".");
}
