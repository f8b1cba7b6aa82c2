const HERE = "http://dashboard.invalid";

/**
 * Where to go after signing in: a path of this dashboard as it was asked for, else the start. Other origins, in any
 * spelling a browser understands (`//host`, `/\host`, tabs inside), lead to the start.
 */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith("/") || !URL.canParse(next, HERE)) return "/";
  const url = new URL(next, HERE);
  // `/.//host` becomes `//host` once its dot is resolved.
  if (url.origin !== HERE || url.pathname.startsWith("//") || url.pathname === "/sign-in") return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
