import type { ITheme } from "@xterm/xterm";
import { colourReader } from "#components/ui/colour-reader.ts";

/** The colours of the page, for a terminal. */
export function terminalTheme(): ITheme {
  const colour = colourReader();
  const pairs = {
    black: colour("ink"),
    red: colour("bad"),
    green: colour("ok"),
    yellow: colour("warn"),
    blue: colour("info"),
    magenta: colour("link"),
    cyan: colour("info"),
    white: colour("muted"),
  };
  return {
    ...pairs,
    brightBlack: colour("faint"),
    brightRed: pairs.red,
    brightGreen: pairs.green,
    brightYellow: pairs.yellow,
    brightBlue: pairs.blue,
    brightMagenta: pairs.magenta,
    brightCyan: pairs.cyan,
    brightWhite: colour("ink"),
    background: colour("canvas"),
    foreground: colour("ink"),
    cursor: colour("link"),
    cursorAccent: colour("canvas"),
    selectionBackground: colour("accent", 0.28),
  };
}
