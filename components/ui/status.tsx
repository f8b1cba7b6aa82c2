import { cn } from "./cn.ts";

/** How something stands: each tone has a colour and a shape of its own, the word stands beside it. */
export type StatusTone = "ok" | "busy" | "paused" | "idle" | "warn" | "bad";

const colours: Record<StatusTone, string> = {
  ok: "text-ok",
  busy: "text-info",
  paused: "text-faint",
  idle: "text-faint",
  warn: "text-warn",
  bad: "text-bad",
};

function Shape({ tone }: { tone: StatusTone }) {
  switch (tone) {
    case "ok":
      return <circle cx="6" cy="6" r="4" fill="currentColor" />;
    case "busy":
      return (
        <path
          d="M6 2a4 4 0 1 1-4 4"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          className="origin-center animate-turn"
        />
      );
    case "paused":
      return <path d="M3 2h2v8H3zM7 2h2v8H7z" fill="currentColor" />;
    case "idle":
      return <circle cx="6" cy="6" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case "warn":
      return <path d="M6 1.5 11 10.5H1Z" fill="currentColor" strokeLinejoin="round" />;
    case "bad":
      return <path d="m2.5 2.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />;
  }
}

/** Colour and shape, for where the word stands elsewhere. */
export function StatusShape({ tone, className }: { tone: StatusTone; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={cn("size-3 shrink-0", colours[tone], className)}>
      <Shape tone={tone} />
    </svg>
  );
}

/** Colour, shape and word. */
export function Status({ tone, children, className }: { tone: StatusTone; children: string; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 align-top whitespace-nowrap", className)}>
      <StatusShape tone={tone} />
      {children}
    </span>
  );
}
