import http from "node:http";
import type { AddressInfo } from "node:net";
import { answerBridge } from "../bridge/door";

/** The portal's two doors for the bridge, on an HTTP server of their own. */
export type BridgeDoors = {
  policyUrl: string;
  eventsUrl: string;
  /** While true, everything is answered with 503: the portal is away. */
  isAway: boolean;
  stop(): Promise<void>;
};

export async function openBridgeDoors(): Promise<BridgeDoors> {
  const server = http.createServer((request, response) => {
    if (doors.isAway) response.writeHead(503).end();
    else void answerBridge(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/bridge`;
  const doors: BridgeDoors = {
    policyUrl: base,
    eventsUrl: `${base}/events`,
    isAway: false,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return doors;
}
