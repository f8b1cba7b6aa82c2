// Control characters, and those that turn the direction of text around: "exe.gpj" with one of them reads "gpj.exe".
const UNSEEN = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;
const SEPARATORS = /[\\/]/g;

/**
 * The value of `Content-Disposition` by RFC 6266: an ASCII name for old clients, and the real one percent-encoded, so that
 * nothing in a name can end the parameter or the header.
 */
export function contentDisposition(kind: "attachment" | "inline", name: string): string {
  const shown = name.replace(UNSEEN, "_").replace(SEPARATORS, "_").toWellFormed() || "_";
  const ascii = shown.replace(/[^\x20-\x7e]/g, "_").replace(/["%]/g, "_");
  const encoded = encodeURIComponent(shown).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
