/**
 * Whether a request comes from a page of this dashboard. Cookies are sent along from every port of the host, so a read
 * with the caller's credential is answered to no other page. Browsers without `Sec-Fetch-Site` are known by `Origin`.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).host === headers.get("host");
}
