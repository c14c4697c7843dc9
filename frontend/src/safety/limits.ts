/** What no chart may hold, whoever looks for it: addresses, and more steps than can be drawn. */

/** What a browser would fetch, or run. */
export const ADDRESS = /url\s*\(|image-set|javascript:|@import/i;

/** No chart needs more; an endless one would freeze the page. */
export const MOST_STEPS = 10_000;
