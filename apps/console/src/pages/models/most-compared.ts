/** As many as stand side by side and can still be read. */
export const MOST_COMPARED = 4;
