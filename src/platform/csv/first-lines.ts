import { hash } from "node:crypto";

/** A slot holds so much of a key's hash, and the line. */
const HASH_WORDS = 3;
const SLOT_WORDS = HASH_WORDS + 1;
const SLOTS_AT_FIRST = 1_024;
/** Beyond this share of slots in use, looking for a free one takes long. */
const FULLEST = 0.7;

/**
 * On which line of a file each key stood first, in some 30 bytes a key however long it is: of a million lines a `Map` of
 * texts holds ten times that. 96 bits of SHA-256 are taken for the key itself: two keys of a file of a million lines have
 * them in common once in 10^17 files.
 */
export class FirstLines {
  private slots = new Uint32Array(SLOTS_AT_FIRST * SLOT_WORDS);
  private used = 0;

  /** The line on which the key stood before; null if this is the first, which is remembered. Lines count from 1. */
  note(key: string, line: number): number | null {
    if (this.used >= (this.slots.length / SLOT_WORDS) * FULLEST) this.grow();
    const bytes = hash("sha256", key, "buffer");
    const words = [0, 1, 2].map((word) => bytes.readUInt32LE(word * 4));
    const at = slotFor(this.slots, words);
    const before = this.slots[at + HASH_WORDS];
    if (before) return before;
    this.slots.set([...words, line], at);
    this.used++;
    return null;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += SLOT_WORDS) {
      if (!old[at + HASH_WORDS]) continue;
      const slot = old.subarray(at, at + SLOT_WORDS);
      this.slots.set(slot, slotFor(this.slots, slot));
    }
  }
}

/** Where these words stand, or the free place next to where they belong. The number of slots is a power of two. */
function slotFor(slots: Uint32Array, words: ArrayLike<number>): number {
  const mask = slots.length / SLOT_WORDS - 1;
  for (let slot = (words[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
    const at = slot * SLOT_WORDS;
    if (!slots[at + HASH_WORDS]) return at;
    if (slots[at] === words[0] && slots[at + 1] === words[1] && slots[at + 2] === words[2]) return at;
  }
}
