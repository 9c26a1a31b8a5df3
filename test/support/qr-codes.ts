/** What a camera reads in a picture of ours. */
import decodeQR from "qr/decode.js";

/** Pixels of a module. */
const SCALE = 4;

/** The text of a QR code that is an SVG image of runs of modules, as `qrCode` draws it. */
export function readQrCode(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const width = size * SCALE;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      const from = row * width + Number(x) * SCALE;
      for (let pixel = from; pixel < from + Number(length) * SCALE; pixel++) data.fill(0, pixel * 4, pixel * 4 + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}
