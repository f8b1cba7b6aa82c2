import type { PreviewMessage } from "#lib/api/replacing.ts";
import type { Context } from "../context.ts";
import type { SearchEnd } from "../searching/look-through.ts";
import type { PreviewOptions } from "../searching/preview-tree.ts";
import { streamMessages } from "./stream-messages.ts";

/** The answer of a preview: the files as they are found, and at last how it ended. */
export const streamPreview = (
  ctx: Context,
  preview: (options: Pick<PreviewOptions, "signal" | "tell">) => Promise<SearchEnd>,
): Promise<ReadableStream<Uint8Array>> =>
  streamMessages<PreviewMessage>(ctx, async (signal, say) => {
    const { lookedAt, cut } = await preview({ signal, tell: say });
    return { type: "end", looked_at: lookedAt, cut };
  });
