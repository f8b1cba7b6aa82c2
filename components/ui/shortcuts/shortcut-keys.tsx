"use client";

import { Kbd } from "../kbd.tsx";
import { type Keys, keyCaps } from "./keys.ts";
import { useApple } from "./use-apple.ts";

/** The caps of a shortcut, as this machine's keyboard names them. */
export function ShortcutKeys({ keys }: { keys: Keys | readonly Keys[] }) {
  const apple = useApple();
  const list = typeof keys === "string" ? [keys] : keys;
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-1.5 gap-y-0.5">
      {list.map((one) => (
        <span key={one} className="inline-flex gap-0.5">
          {keyCaps(one, apple).map((cap) => (
            <Kbd key={cap}>{cap}</Kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
