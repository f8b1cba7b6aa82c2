import type { SearchMessage } from "#lib/api/searching.ts";
import type { Context } from "../context.ts";
import type { SearchEnd } from "../searching/look-through.ts";
import type { Found } from "../searching/search-contract.ts";
import type { SearchOptions } from "../searching/search-tree.ts";
import { streamMessages } from "./stream-messages.ts";

/** The answer of a streamed search: what is found as it is found, and at last how it ended. */
export function streamSearch(
  ctx: Context,
  search: (options: Pick<SearchOptions, "signal" | "tell">) => Promise<SearchEnd>,
): Promise<ReadableStream<Uint8Array>> {
  let found = 0;
  return streamMessages<SearchMessage>(ctx, async (signal, say) => {
    const tell = (some: Found[]) => {
      found += some.length;
      say(some);
    };
    const { lookedAt, cut } = await search({ signal, tell });
    return { type: "end", looked_at: lookedAt, found, cut };
  });
}
