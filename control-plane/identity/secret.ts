import { createHash, randomBytes } from "node:crypto";

/** A new secret of 256 random bits for links and refresh tokens. */
export const makeSecret = (): string => randomBytes(32).toString("base64url");

/** What is stored of a secret. It is random, so there is nothing to guess and no need for a slow hash. */
export const hashSecret = (secret: string): Uint8Array => createHash("sha256").update(secret).digest();
