import QRCode from "qrcode";

/** The free border that readers need, in modules (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code, drawn on the server. Dark on white in both themes: many readers know nothing else. */
export function QrPicture({ text, label }: { text: string; label: string }) {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: "M" }).modules;
  const dark = Array.from(data, (bit, index) =>
    bit ? `M${index % size} ${Math.floor(index / size)}h1v1h-1z` : "",
  );
  const side = size + 2 * QUIET;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shapeRendering="crispEdges"
      className="size-48"
    >
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
