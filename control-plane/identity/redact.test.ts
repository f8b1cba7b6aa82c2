import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { redact } from "./redact.ts";

const KEY = `ns_live_${"0123456789abcdef".repeat(2)}`;
const JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

describe("redacting", () => {
  it.each([
    ["a grant", `GET /v1/volumes/vol_1/file?grant=${JWT} 200`, JWT],
    ["a grant that is no JWT", "PUT /v1/volumes/vol_1/file?x=1&grant=abc.def-ghi 204", "abc.def-ghi"],
    ["the token of a setup link", "http://localhost:3000/setup?token=s3cr3t-_tok", "s3cr3t-_tok"],
    ["a bearer token", "authorization: Bearer abcdef123456", "abcdef123456"],
    ["an API key", `who is ${KEY}?`, KEY],
    ["an API key in a path", `/v1/keys/${KEY}/x`, KEY],
    ["a signed token on its own", `refused ${JWT}`, JWT],
    ["a password in JSON", JSON.stringify({ email: "a@b.c", password: 'quo"te\\d' }), 'quo\\"te'],
    ["a password in JSON in JSON", JSON.stringify({ body: JSON.stringify({ password: "hunter2 x" }) }), "hunter2"],
    ["a refresh token in JSON", JSON.stringify({ refresh_token: "abc123" }), "abc123"],
    ["a password's hash", "params: a@b.c,$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA+/x", "aGFzaA+/x"],
    [
      "the secret of a webhook",
      "params: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw==,x",
      "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ],
    ["a password of a database", "postgres://nullspace:hunter2@db:5432/x", "hunter2"],
  ])("hides %s", (_, line, secret) => {
    expect(line).toContain(secret);
    expect(redact(line)).not.toContain(secret);
    expect(redact(line)).toContain("[redacted]");
  });

  it.each([
    "GET /v1/volumes/vol_1/files?path=/tokens/grant.txt&depth=1 200",
    JSON.stringify({ level: 30, msg: "started", key_id: "key_0123456789abcdef", port: 4000 }),
    "http://localhost:4000/docs",
  ])("leaves %s as it is", (line) => {
    expect(redact(line)).toBe(line);
  });

  it("leaves enough of a key to tell which it was", () => {
    expect(redact(KEY)).toBe("ns_live_0123[redacted]");
  });

  it("leaves lines of JSON that can still be read, whatever was in them", () => {
    const lines: string[] = [];
    const log = pino({}, { write: (line) => lines.push(redact(line)) });
    const secrets = { password: 'a"b\\', authorization: `Bearer ${JWT}`, headers: { cookie: "sb=1", token: "t0ken" } };
    log.info({ ...secrets, url: `/v1/setup?token=t0ken&x="`, body: JSON.stringify(secrets) }, `key ${KEY} used`);
    log.error({ err: new Error(`no ${JWT}`) }, "failed");
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    for (const secret of ["t0ken", JWT, KEY, 'a\\"b', "sb=1"]) expect(lines.join()).not.toContain(secret);
  });
});
