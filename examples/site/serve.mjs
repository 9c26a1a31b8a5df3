/** Shows this folder at http://localhost:8080: a page that is opened as a file has no origin that a key could list. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const FILES = {
  "/": ["index.html", "text/html"],
  "/meetings.js": ["meetings.js", "text/javascript"],
};

const server = createServer(async ({ url }, response) => {
  const [name, type] = FILES[url] ?? [];
  if (!name) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": `${type}; charset=utf-8` });
  response.end(await readFile(new URL(name, import.meta.url)));
});

server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
  console.log(`http://localhost:${server.address().port}/`);
});
