import { publicApiOrigins } from "./settings.ts";

/**
 * What a page of the dashboard may load and talk to: itself, and the control plane that grants point at.
 * @param nonce marks the scripts that Next and the theme put into the page; anything else inline does not run
 */
export function contentSecurityPolicy(nonce: string): string {
  const api = publicApiOrigins().join(" ");
  // A terminal is a WebSocket of the control plane: another scheme, so another source.
  const sockets = publicApiOrigins()
    .map((origin) => origin.replace(/^http/, "ws"))
    .join(" ");
  const development = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${development}`,
    // The editor and the panes write style elements and attributes as they go; styles cannot run.
    "style-src 'self' 'unsafe-inline'",
    `connect-src 'self' ${api} ${sockets}`,
    `img-src 'self' blob: data: ${api}`,
    `media-src 'self' blob: ${api}`,
    `frame-src 'self' blob: ${api}`,
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
