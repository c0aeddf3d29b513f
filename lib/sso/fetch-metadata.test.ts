import http from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeMetadata, fetchMetadata, metadataAddress } from "./fetch-metadata";
import { isLoopbackAddress, isPublicAddress } from "./public-address";

describe("isPublicAddress", () => {
  it.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1", // IPv4-compatible
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:10.0.0.1", // IPv4-translated
    "64:ff9b::a00:1", // NAT64
    "64:ff9b:1::1",
    "100::1", // discard
    "2001::1", // Teredo
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:a00:1::", // 6to4 of 10.0.0.1
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "localhost",
    "",
    "1.2.3",
    "8.8.8.8 ",
  ])("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::200e",
    "2001:4860:4860::8888",
  ])("%s is", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it("knows loopback, which one machine may allow", () => {
    expect(["127.0.0.1", "127.3.2.1", "::1"].every(isLoopbackAddress)).toBe(true);
    expect(["10.0.0.1", "::ffff:127.0.0.1", "169.254.1.1", "x"].some(isLoopbackAddress)).toBe(false);
  });
});

describe("fetchMetadata", () => {
  let origin: string;
  let port: number;
  let asked: string[] = [];
  const servers: http.Server[] = [];
  const answer: http.RequestListener = (request, response) => {
    asked.push(`${request.socket.localAddress} ${request.url}`);
    const path = request.url ?? "";
    if (path === "/metadata") response.end("<xml/>");
    else if (path === "/hop/4") response.end("never");
    else if (path.startsWith("/hop/")) {
      const next = Number(path.slice(5)) - 1;
      response.writeHead(302, { location: next < 0 ? "/metadata" : `/hop/${next}` }).end();
    } else if (path.startsWith("/to/"))
      response.writeHead(307, { location: decodeURIComponent(path.slice(4)) }).end();
    else if (path === "/large") response.end("x".repeat(300 * 1024));
    else if (path === "/zipped")
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("<xml/>"));
    else if (path === "/slow") response.write("<xml>");
    else response.writeHead(404).end("<xml/>");
  };
  beforeAll(async () => {
    const first = http.createServer(answer);
    await new Promise<void>((resolve) => first.listen(0, "127.0.0.1", resolve));
    port = (first.address() as AddressInfo).port;
    const second = http.createServer(answer);
    await new Promise<void>((resolve) => second.listen(port, "127.0.0.2", resolve));
    servers.push(first, second);
    origin = `http://127.0.0.1:${port}`;
  });
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  const refused = { ok: false, problem: "unreachable" };
  const fetchHere = (path: string) => fetchMetadata(origin + path, { allowLoopback: true });

  it("reads an answer, and follows three redirects but not four", async () => {
    expect(await fetchHere("/metadata")).toEqual({ ok: true, text: "<xml/>" });
    expect(await fetchHere("/hop/2")).toEqual({ ok: true, text: "<xml/>" });
    expect(await fetchHere("/hop/3")).toEqual(refused);
  });

  it("gives one answer for what is missing, too large, compressed, silent", async () => {
    for (const path of ["/missing", "/large", "/zipped"]) expect(await fetchHere(path)).toEqual(refused);
    expect(await fetchMetadata("http://127.0.0.1:9/", { allowLoopback: true })).toEqual(refused);
    const started = Date.now();
    expect(await fetchHere("/slow")).toEqual(refused);
    expect(Date.now() - started).toBeLessThan(6500);
  }, 10_000);

  it("asks no address within a network, however it is written", async () => {
    asked = [];
    for (const host of [
      "127.0.0.1",
      "2130706433",
      "0x7f.1",
      "017700000001",
      "127.1",
      "localhost",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "0.0.0.0",
      "１２７.0.0.1",
    ])
      for (const scheme of ["http", "https"])
        expect(await fetchMetadata(`${scheme}://${host}:${port}/metadata`, { allowLoopback: false })).toEqual(
          refused,
        );
    expect(asked).toEqual([]);
  });

  it("refuses a name when any of its addresses is not public, and asks none", async () => {
    asked = [];
    for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1"]) {
      const lookup = async () => [
        { address: "8.8.8.8", family: 4 },
        { address, family: 4 },
      ];
      const url = `https://idp.example:${port}/metadata`;
      expect(await fetchMetadata(url, { allowLoopback: false, lookup })).toEqual(refused);
      // Loopback and the rest of the world do not mix either.
      expect(await fetchMetadata(url, { allowLoopback: true, lookup })).toEqual(refused);
    }
    expect(asked).toEqual([]);
  });

  it("connects to the address that was checked, though the name answers otherwise the next time", async () => {
    asked = [];
    let lookups = 0;
    const lookup = async () => {
      lookups += 1;
      return [{ address: lookups === 1 ? "127.0.0.2" : "10.0.0.1", family: 4 }];
    };
    const url = `http://rebound.example:${port}/metadata`;
    expect(await fetchMetadata(url, { allowLoopback: true, lookup })).toMatchObject({ ok: true });
    expect([lookups, asked]).toEqual([1, ["127.0.0.2 /metadata"]]);
    // A redirect to the same name is looked up, and judged, anew.
    lookups = 0;
    expect(
      await fetchMetadata(`http://rebound.example:${port}/hop/1`, { allowLoopback: true, lookup }),
    ).toEqual(refused);
    expect(lookups).toBe(2);
  });

  it("follows no redirect to another kind of address", async () => {
    const to = (address: string) => fetchHere(`/to/${encodeURIComponent(address)}`);
    expect(await to(`${origin}/metadata`)).toMatchObject({ ok: true });
    for (const address of [
      "http://10.0.0.1/",
      "https://192.168.0.1/",
      "file:///etc/passwd",
      "ftp://127.0.0.1/",
      "data:text/xml,<x/>",
      "http://a:b@127.0.0.1/",
    ])
      expect(await to(address)).toEqual(refused);
  });

  it("stops waiting for a name that is not answered", async () => {
    const lookup = () => new Promise<never>(() => {});
    expect(await fetchMetadata("https://idp.example/", { allowLoopback: false, lookup })).toEqual(refused);
  }, 10_000);
});

it("takes https addresses only, on ports that providers use", () => {
  const takes = (address: string) => metadataAddress(address, false) !== null;
  expect(["https://idp.example/metadata", "https://idp.example:9031/x"].every(takes)).toBe(true);
  expect(
    [
      "http://idp.example/",
      "https://idp.example:22/",
      "https://a:b@idp.example/",
      "idp.example",
      "",
      "https://",
      `https://${"x".repeat(3000)}/`,
    ].some(takes),
  ).toBe(false);
});

it("decodes UTF-8 and marked UTF-16, and nothing that is neither", () => {
  expect(decodeMetadata(Buffer.from("\uFEFF<é/>"))).toBe("<é/>");
  expect(decodeMetadata(Buffer.from("\uFEFF<é/>", "utf16le"))).toBe("<é/>");
  expect(() => decodeMetadata(Buffer.from([0x3c, 0xe9, 0x2f, 0x3e]))).toThrow();
});
