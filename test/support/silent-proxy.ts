/** Stands between a service and its database, and can fall silent as a frozen machine does: nothing is refused. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface SilentProxy {
  /** The database's address, by way of here. */
  readonly url: string;
  freeze(): void;
  thaw(): void;
  /** From now on the service is told what the database says, and not that it hung up. */
  hideEnds(): void;
  close(): Promise<void>;
}

export async function startSilentProxy(databaseUrl: string): Promise<SilentProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let hidesEnds = false;

  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (bytes: Buffer) => to.write(bytes));
    if (isFrozen) from.pause();
    from.on("error", () => from.destroy());
    from.on("close", () => {
      sockets.delete(from);
      if (!hidesEnds) to.destroy();
    });
  };
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    join(client, database);
    join(database, client);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");

  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    hideEnds: () => {
      hidesEnds = true;
    },
    close: async () => {
      hidesEnds = false;
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
