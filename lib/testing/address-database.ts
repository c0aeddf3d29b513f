// A writer of the MaxMind DB format, version 2.0, as far as a test needs it: IPv4 networks, short strings, maps.
// @see https://maxmind.github.io/MaxMind-DB/

type Value = string | number | string[] | { [key: string]: Value };

const TYPE = { string: 2, uint32: 6, map: 7, array: 11 };

function head(type: number, size: number): Buffer {
  if (size > 28) throw new Error("Too long for this writer");
  // Types above 7 have their number in a second byte.
  return type > 7 ? Buffer.from([size, type - 7]) : Buffer.from([(type << 5) | size]);
}

function encode(value: Value): Buffer {
  if (typeof value === "string") {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(TYPE.string, bytes.length), bytes]);
  }
  if (typeof value === "number") {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([head(TYPE.uint32, 4), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(TYPE.array, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([head(TYPE.map, entries.length), ...entries.flat().map(encode)]);
}

type Node = [Node | number | null, Node | number | null];

/** A database file with these networks, as `address/bits`. */
export function addressDatabase(networks: Record<string, Value>): Buffer {
  const root: Node = [null, null];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [network, value] of Object.entries(networks)) {
    const [address = "", bits = "32"] = network.split("/");
    const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    let node = root;
    for (let depth = 0; depth < Number(bits) - 1; depth++) {
      const side = bitOf(number, depth);
      const next: Node[number] = node[side];
      const child: Node = Array.isArray(next) ? next : [null, null];
      node[side] = child;
      node = child;
    }
    node[bitOf(number, Number(bits) - 1)] = offset;
    const encoded = encode(value);
    data.push(encoded);
    offset += encoded.length;
  }
  const nodes: Node[] = [];
  const collect = (node: Node) => {
    nodes.push(node);
    for (const child of node) if (Array.isArray(child)) collect(child);
  };
  collect(root);
  const record = (child: Node[number]) => {
    if (child === null) return nodes.length;
    return Array.isArray(child) ? nodes.indexOf(child) : nodes.length + 16 + child;
  };
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.forEach(([zero, one], n) => {
    tree.writeUIntBE(record(zero), n * 6, 3);
    tree.writeUIntBE(record(one), n * 6 + 3, 3);
  });
  const metadata = encode({
    node_count: nodes.length,
    record_size: 24,
    ip_version: 4,
    database_type: "Test",
    languages: ["en"],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    description: { en: "Test" },
  });
  const marker = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}

const bitOf = (number: number, depth: number): 0 | 1 => (Math.floor(number / 2 ** (31 - depth)) % 2) as 0 | 1;
