/**
 * How much two people who do not know each other would have to do with each other.
 *
 *   fit(a, b) = ( Σ over friends z of both        w(a,z) · w(z,b) / W(z)
 *               + 1.5 · Σ over z, y between them  w(a,z) · w(z,y) · w(y,b) / (W(z) · W(y)) ) / (W(a) · W(b))^¼
 *
 * with w = ln(1 + strength / unit) and W the sum of a person's weights: resource allocation (T. Zhou, L. Lü and Y.-C.
 * Zhang, "Predicting missing links via local information", European Physical Journal B 71, 2009) with weighed ties, and
 * one hop further. Each friend hands on what they have, shared among all whom they know: who knows everybody tells little,
 * and is suggested a little less themself.
 * It is the same from both sides, and so is its own harmonic mean. What two people share besides multiplies it.
 */
import type { TieGraph } from "./tie-graph.ts";

/** What a way over two friends counts for beside one over a friend of both. */
const FURTHER = 1.5;
/** How far those who have to do with many are held back: 0 not at all, ½ as far as their share would tell. */
const MODESTY = 0.25;

/** The fit of one person with everybody. */
export function fitsOf(graph: TieGraph, person: number): Float64Array {
  const near = new Float64Array(graph.people);
  graph.each(person, (friend, weight) => graph.handOn(friend, weight, near));
  const far = new Float64Array(graph.people);
  near.forEach((amount, other) => {
    if (amount > 0) graph.handOn(other, amount, far);
  });
  return near.map((amount, other) => {
    const totals = graph.total(person) * graph.total(other);
    return totals === 0 ? 0 : (amount + FURTHER * (far[other] ?? 0)) / totals ** MODESTY;
  });
}

/** @param likeness what two people share besides, 0 to 1: the same company, rare interests */
export const scoreOf = (fit: number, likeness: number): number => fit * (1 + likeness);
