/** An answer, or a part of one, of which a test says by what it expects what it is. */
// biome-ignore lint/suspicious/noExplicitAny: types of answers would repeat in every test what its expectations say
export type Anything = any;
