import { queries } from "./reads/declare.ts";

queries((t) => ({ node: t.node(), nodes: t.nodes() }));
