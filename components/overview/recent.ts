/** How many of the last events the overview shows. */
export const RECENT = 10;
