/** What a WebSocket of this API is chosen as, among the subprotocols that a page offers. */
export const SOCKET_PROTOCOL = "nullspace.v1";
const BEARER = "nullspace.bearer.";

/**
 * The subprotocols with which a page opens a WebSocket: browsers let it set no header, and an address ends up in logs.
 * @param bearer an API key or an access token; both are of characters that may stand there
 */
export const socketProtocols = (bearer: string): string[] => [SOCKET_PROTOCOL, `${BEARER}${bearer}`];

/** The credential among the subprotocols that were offered; null where there is none. */
export function bearerOf(offered: string | undefined): string | null {
  const found = offered?.split(",").find((one) => one.trim().startsWith(BEARER));
  return found === undefined ? null : found.trim().slice(BEARER.length);
}
