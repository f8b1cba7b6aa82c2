/**
 * The SHA-256 in hexadecimal, computed by the platform off the main thread. Null where pages have no such thing: those that
 * came by plain HTTP from another host.
 */
export async function sha256(bytes: ArrayBuffer): Promise<string | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
