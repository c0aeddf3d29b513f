/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or self-locating packages are loaded as they are.
  serverExternalPackages: ["pg", "@node-rs/argon2", "graphile-worker", "pino", "prom-client"],
  // No image is fetched from elsewhere, and none is resized: logos are SVG.
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: "64kb" } },
};
