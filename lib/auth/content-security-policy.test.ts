import { afterEach, expect, it, vi } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.ts";

afterEach(() => vi.unstubAllEnvs());

const connectSources = (url: string) => {
  vi.stubEnv("NULLSPACE_PUBLIC_API_URL", url);
  return /connect-src ([^;]*)/.exec(contentSecurityPolicy("abc"))?.[1]?.split(" ");
};

it("lets a page talk to itself, to the control plane and to its terminals, and to nothing else", () => {
  expect(connectSources("https://api.example.com/")).toEqual([
    "'self'",
    "https://api.example.com",
    "wss://api.example.com",
  ]);
  expect(connectSources("http://localhost:4000")).toEqual([
    "'self'",
    "http://localhost:4000",
    "http://127.0.0.1:4000",
    "ws://localhost:4000",
    "ws://127.0.0.1:4000",
  ]);
});
