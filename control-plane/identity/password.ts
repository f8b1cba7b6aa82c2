import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import PQueue from "p-queue";
import { ApiError } from "#lib/api/api-error.ts";

// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Longer ones are refused before any work: hashing must not be a way to keep the server busy. */
const MAX_PASSWORD_BYTES = 1024;
/** At once, so that sign-ins leave threads for files; the rest waits in line, and a long line is refused. */
const AT_ONCE = 2;
const MAX_WAITING = 40;

const queue = new PQueue({ concurrency: AT_ONCE });

type Cost = typeof COST;

function derive(password: string, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  if (queue.size >= MAX_WAITING)
    throw new ApiError("rate_limit_exceeded", "Too many sign-ins at once.", { retryAfter: 2 });
  return queue.add(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        const parameters = { message: password, nonce: salt, tagLength: HASH_BYTES, ...cost };
        argon2("argon2id", parameters, (error, hash) => (error === null ? resolve(hash) : reject(error)));
      }),
  );
}

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");

/** What a hash made by `hashPassword` says about itself, so that the cost can be raised later. */
const STORED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * The argon2id hash of a password, in the usual text form.
 * @throws ApiError rate_limit_exceeded when too many are in line
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(salt)}$${encode(hash)}`;
}

const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(randomBytes(SALT_BYTES))}$${encode(randomBytes(HASH_BYTES))}`;

/**
 * Whether the password is the one that was hashed. The same work is done when there is no account (`stored` is null),
 * so that the time of an answer does not tell which emails have one.
 * @throws ApiError rate_limit_exceeded when too many are in line
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return false;
  const [, memory, passes, parallelism, salt, expected] = STORED.exec(stored ?? NOBODY) ?? [];
  if (salt === undefined || expected === undefined) throw new Error("a stored password hash cannot be read");
  const hash = await derive(password, Buffer.from(salt, "base64"), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(hash, Buffer.from(expected, "base64")) && stored !== null;
}
