import type { ReplaceChosenInput, ReplacedChosen } from "../replacing.ts";
import type { FindInput, FoundLine, Replaced, ReplaceInput, SearchInput } from "../searching.ts";
import type { CallOptions, Request } from "./request.ts";

/** The streamed search answers no JSON: fetch `POST …/files/search-stream` and read its lines. */
export const searching = <Id extends string>(request: Request, base: (id: Id) => string) => ({
  find: (id: Id, input: FindInput, options?: CallOptions) =>
    request<FoundLine[]>("POST", `${base(id)}/files/find`, { ...options, body: input }),
  search: (id: Id, input: SearchInput, options?: CallOptions) =>
    request<string[]>("POST", `${base(id)}/files/search`, { ...options, body: input }),
  replace: (id: Id, input: ReplaceInput, options?: CallOptions) =>
    request<Replaced>("POST", `${base(id)}/files/replace`, { ...options, body: input }),
  /** Replaces what was chosen in a preview, whose stream is `POST …/files/replace-preview`. */
  replaceChosen: (id: Id, input: ReplaceChosenInput, options?: CallOptions) =>
    request<ReplacedChosen>("POST", `${base(id)}/files/replace-chosen`, { ...options, body: input }),
});
