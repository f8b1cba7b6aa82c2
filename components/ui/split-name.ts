const MAX_TAIL = 12;

/**
 * Where to cut a long name, so that its end stays readable: the extension and the few characters before it.
 * Both parts together are the name.
 */
export function splitName(name: string): { head: string; tail: string } {
  const characters = Array.from(name);
  if (characters.length <= MAX_TAIL) return { head: name, tail: "" };
  const dot = characters.lastIndexOf(".");
  const extension = dot > 0 ? characters.length - dot : 0;
  const size = extension > 0 && extension <= MAX_TAIL - 4 ? extension + 4 : 6;
  return { head: characters.slice(0, -size).join(""), tail: characters.slice(-size).join("") };
}
