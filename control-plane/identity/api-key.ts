import { createHash, randomBytes } from "node:crypto";

const API_KEY = /^ns_live_[0-9a-f]{32}$/;

export const isApiKey = (text: string): boolean => API_KEY.test(text);

/** A new key: 128 random bits behind the prefix that makes leaked ones findable. */
export const makeApiKey = (): string => `ns_live_${randomBytes(16).toString("hex")}`;

/** What is stored. A plain SHA-256 is enough: the key is random, there is nothing to guess. */
export const hashApiKey = (key: string): Uint8Array => createHash("sha256").update(key).digest();

/** What lists show, such as `ns_live_a1b2`. */
export const prefixOf = (key: string): string => key.slice(0, "ns_live_a1b2".length);
