/** What is typed into the palette; it outlives the field it was begun in. */
export type PaletteSearch = { search: string; onSearch: (search: string) => void };

export const PALETTE_HINT = "Type a command, a page, a volume or a sandbox";

export const palettePanelClass =
  "fixed inset-x-3 top-3 z-50 overflow-hidden rounded-md border border-line bg-panel shadow-raise outline-none sm:inset-x-auto sm:top-[14vh] sm:left-1/2 sm:w-[640px] sm:max-w-[calc(100vw-32px)] sm:-translate-x-1/2";

export const paletteFieldClass = "h-11 min-w-0 flex-1 bg-transparent text-base outline-none max-sm:text-title";
