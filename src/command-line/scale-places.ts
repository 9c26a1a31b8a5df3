/** Where the groups of a made-up world meet: so many to a town that a search must choose among hundreds. */
const TOWNS = [
  ["Leeds", "GB", 53.8008, -1.5491],
  ["Porto", "PT", 41.1496, -8.611],
  ["Leipzig", "DE", 51.3397, 12.3731],
  ["Nairobi", "KE", -1.2864, 36.8172],
  ["Osaka", "JP", 34.6937, 135.5023],
  ["Denver", "US", 39.7392, -104.9903],
  ["Suva", "FJ", -18.1416, 178.4419],
  ["Tromsø", "NO", 69.6492, 18.9553],
  ["Rosario", "AR", -32.9442, -60.6505],
  ["Pune", "IN", 18.5204, 73.8567],
] as const;
/** Degrees from the middle of a town to its outskirts. */
const SPREAD_DEGREES = 0.2;

/**
 * Gives a place to every group of a made-up world that has none, by its number. Safe to run again, and over a world that
 * was made before groups had places.
 */
export const GIVE_PLACES = `
  update groups g set city = town.name, country = town.country,
         latitude = town.latitude + ${SPREAD_DEGREES} * (n.number * 7919 % 2001 - 1000) / 1000.0,
         longitude = town.longitude + ${SPREAD_DEGREES} * (n.number * 104729 % 2001 - 1000) / 1000.0
    from (select id, substring(slug from '^scale-[0-9]+-group-([0-9]+)$')::bigint as number from groups) n
    join (values ${TOWNS.map(([name, country, latitude, longitude], at) => `(${at}, '${name}', '${country}', ${latitude}, ${longitude})`).join(", ")})
         town (at, name, country, latitude, longitude) on town.at = n.number % ${TOWNS.length}
   where g.id = n.id and g.latitude is null`;
