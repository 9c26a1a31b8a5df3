/** The surface of the earth, the naive way. */
export interface Circle {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusKm: number;
}

const EARTH_METRES = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Whole metres from the middle of a circle; null for what is nowhere. */
export function metresFrom(circle: Circle, latitude: number | null, longitude: number | null): number | null {
  if (latitude === null || longitude === null) return null;
  const across = Math.sin(radians(latitude - circle.latitude) / 2) ** 2;
  const along = Math.sin(radians(longitude - circle.longitude) / 2) ** 2;
  const chord = across + Math.cos(radians(circle.latitude)) * Math.cos(radians(latitude)) * along;
  return Math.round(2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, chord))));
}

export const isWithin = (circle: Circle, latitude: number | null, longitude: number | null): boolean =>
  (metresFrom(circle, latitude, longitude) ?? Number.POSITIVE_INFINITY) <= circle.radiusKm * 1_000;

export const isCircle = ({ latitude, longitude, radiusKm }: Circle): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && radiusKm > 0 && radiusKm <= 500;
