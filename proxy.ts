import { type NextRequest, NextResponse } from "next/server";
import { ADDRESS_HEADER } from "#lib/auth/address-header.ts";
import { contentSecurityPolicy } from "#lib/auth/content-security-policy.ts";
import { refreshSession } from "#lib/auth/refresh-session.ts";
import { storedSession } from "#lib/auth/stored-session.ts";

const OPEN_PAGES = ["/sign-in", "/setup", "/invite"];

/**
 * Before a page: renews the session where cookies can still be answered, sends who has none to sign in, the same for
 * every address, and sets the page's security policy. Pages, actions and reads authorise by themselves all the same.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const renewed: { name: string; value: string; options: Parameters<typeof response.cookies.set>[2] }[] = [];
  await refreshSession(
    {
      getAll: () => request.cookies.getAll(),
      set: (name, value, options) => {
        if (value === "") request.cookies.delete(name);
        else request.cookies.set(name, value);
        renewed.push({ name, value, options });
      },
    },
    request.headers,
  );
  const forwarded = new Headers(request.headers);
  forwarded.set("x-nonce", nonce);
  forwarded.set("content-security-policy", policy);
  forwarded.set(ADDRESS_HEADER, `${pathname}${search}`);

  const isOpen = OPEN_PAGES.includes(pathname);
  const signedIn = isOpen || (await storedSession(request.cookies)) !== null;
  const signIn = new URL("/sign-in", request.url);
  if (pathname !== "/") signIn.searchParams.set("next", `${pathname}${search}`);
  const response = signedIn ? NextResponse.next({ request: { headers: forwarded } }) : NextResponse.redirect(signIn);
  for (const { name, value, options } of renewed) response.cookies.set(name, value, options);
  response.headers.set("content-security-policy", policy);
  response.headers.set("cache-control", "private, no-store");
  return response;
}

export const config = {
  // Only what a page is asked with: never what has a body, and never the reads, which go to their own handlers.
  matcher: [
    {
      source: "/((?!api/|_next/|favicon.ico|icon.svg|monaco/|pdfjs/).*)",
      missing: [
        { type: "header", key: "next-action" },
        { type: "header", key: "content-type" },
      ],
    },
  ],
};
