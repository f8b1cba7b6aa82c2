"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { createLoader, createSerializer, type inferParserType, type ParserMap } from "nuqs/server";
import { useCallback, useEffect, useMemo, useState } from "react";
import { addressAhead, addressNow, changeAddress, hrefOf, onAddress, routerArrived } from "./address.ts";

type Change<State> = { readonly [Key in keyof State]?: State[Key] | null };
type SetAddress<State> = (change: Change<State> | ((now: State) => Change<State>), how?: "push" | "replace") => void;

/** The query of an address, where it is one of this page. */
const queryAt = (pathname: string, href: string): string | null => {
  const [path, query = ""] = href.split("?", 2);
  return path === pathname ? query : null;
};

const aheadOf = (pathname: string) => queryAt(pathname, addressAhead() ?? "");

/**
 * What a page shows, kept in its address, so that it survives a reload and can be sent to someone.
 *
 * Not the hooks of nuqs, whose parsers these are: they take the router's word for what the address says, which is late,
 * and a text field lost keys that way while one typed (its issue 1010). Here what was set last holds.
 * @param parsers one of nuqs for each key, made once outside of the component
 * @returns the values, and how to change some of them: null takes a key out; the change makes a step of the history only
 *   with `push`
 */
export function useAddress<Parsers extends ParserMap>(
  parsers: Parsers,
): readonly [inferParserType<Parsers>, SetAddress<inferParserType<Parsers>>] {
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const [search, setSearch] = useState(() => aheadOf(pathname) ?? query);
  const load = useMemo(() => createLoader(parsers), [parsers]);
  const serialize = useMemo(() => createSerializer(parsers), [parsers]);

  useEffect(
    () =>
      onAddress((href) => {
        const next = queryAt(pathname, href);
        if (next !== null) setSearch(next);
      }),
    [pathname],
  );
  useEffect(() => {
    routerArrived(hrefOf(pathname, query));
    setSearch(aheadOf(pathname) ?? query);
  }, [pathname, query]);

  const set = useCallback<SetAddress<inferParserType<Parsers>>>(
    (change, how = "replace") => {
      const [path = "", now = ""] = addressNow().split("?", 2);
      const part = typeof change === "function" ? change(load(new URLSearchParams(now))) : change;
      changeAddress(hrefOf(path, serialize(`?${now}`, part)), how);
    },
    [load, serialize],
  );
  return [useMemo(() => load(new URLSearchParams(search)), [load, search]), set];
}
