/** One line of a list on the team page. */
export const rowClass = "flex min-h-11 items-center gap-3 border-b px-3 py-1.5 last:border-b-0";
