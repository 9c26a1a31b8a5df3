/** Texts as pictures for the cameras of telephones. */
import { encodeQR } from "qr";

/** Modules of white around a code, as ISO/IEC 18004 asks for. */
const QUIET_MODULES = 4;

/**
 * A text as a QR code that bears 15 % of dirt: an SVG image of its own white ground, so that it is read from a dark
 * page too, of no size, and with nothing in it that runs or is loaded.
 */
export function qrCode(text: string): string {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET_MODULES });
  const size = rows.length;
  const dark = rows.map((row, y) =>
    runs(row)
      .map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)
      .join(""),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${dark.join("")}"/></svg>`;
}

/** Where dark modules begin, and how many stand side by side. */
function runs(row: readonly boolean[]): [start: number, length: number][] {
  const found: [number, number][] = [];
  row.forEach((isDark, x) => {
    const last = found.at(-1);
    if (!isDark) return;
    if (last && last[0] + last[1] === x) last[1]++;
    else found.push([x, 1]);
  });
  return found;
}
