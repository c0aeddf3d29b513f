/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or self-locating packages are loaded as they are.
  serverExternalPackages: ["pg", "nodemailer", "@node-rs/argon2", "graphile-worker", "pino", "prom-client"],
  // No image is fetched from elsewhere, and none is resized: logos are SVG.
  images: { unoptimized: true },
  // Wide enough that what is too long for a field is said at the field.
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};
