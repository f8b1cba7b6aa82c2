import fc from "fast-check";
import { expect, test } from "vitest";
import { addressLog } from "./address-log.ts";

/** A page that shows what was set last, and a router that follows it late. */
function pageAndRouter() {
  const log = addressLog();
  let shown = "";
  /** What the router has still to go to. */
  let way: string[] = [];
  const arrive = (href: string) => {
    log.arrived(href);
    shown = log.latest() ?? href;
  };
  arrive("/");
  return {
    shown: () => shown,
    write: (href: string) => {
      log.written(href);
      way.push(href);
      shown = href;
    },
    /** The router goes some steps at once and says only the last of them. */
    follow: (steps: number) => {
      const passed = way.slice(0, steps);
      way = way.slice(steps);
      const last = passed.at(-1);
      if (last !== undefined) arrive(last);
    },
    goElsewhere: (href: string) => {
      way = [];
      arrive(href);
    },
    stepTo: (href: string) => {
      way = [];
      log.stepped();
      arrive(href);
    },
  };
}

const typed = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("write" as const), href: fc.string({ minLength: 1, maxLength: 2 }) }),
    fc.record({ kind: fc.constant("follow" as const), steps: fc.integer({ min: 1, max: 4 }) }),
  ),
);

test("however late the router follows, what was written last is shown", () => {
  fc.assert(
    fc.property(typed, (acts) => {
      const page = pageAndRouter();
      let last = "/";
      for (const act of acts) {
        if (act.kind === "follow") page.follow(act.steps);
        else {
          last = `/?find=${encodeURIComponent(act.href)}`;
          page.write(last);
        }
        expect(page.shown()).toBe(last);
      }
    }),
  );
});

test("a link that somebody follows and a step in the history hold, whatever was written before", () => {
  fc.assert(
    fc.property(typed, fc.boolean(), (acts, byLink) => {
      const page = pageAndRouter();
      for (const act of acts) {
        if (act.kind === "follow") page.follow(act.steps);
        else page.write(`/?find=${encodeURIComponent(act.href)}`);
      }
      if (byLink) page.goElsewhere("/?path=%2Fsrc");
      else page.stepTo("/?find=a");
      expect(page.shown()).toBe(byLink ? "/?path=%2Fsrc" : "/?find=a");
    }),
  );
});
