import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

const variants = {
  primary: "bg-accent text-on-accent border-transparent not-disabled:hover:bg-accent-hover",
  secondary: "bg-panel text-ink border-line-strong not-disabled:hover:bg-hover not-disabled:active:bg-active",
  ghost:
    "bg-transparent text-muted border-transparent not-disabled:hover:bg-hover not-disabled:hover:text-ink not-disabled:active:bg-active",
  danger: "bg-panel text-bad border-line-strong not-disabled:hover:bg-bad-soft not-disabled:hover:border-bad",
};
const sizes = { sm: "h-7 px-2 gap-1.5", md: "h-8 px-3 gap-2" };

type Look = { variant?: keyof typeof variants; size?: keyof typeof sizes };

/** The look of a button for an element that is not one, such as a link. */
export const buttonClass = ({ variant = "secondary", size = "md" }: Look = {}, className?: string): string =>
  cn(
    "inline-flex shrink-0 select-none items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors",
    "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
    className,
  );

type ButtonProps = ComponentProps<"button"> &
  Look & {
    /** The act is under way: a turning ring, and no second press. The button keeps its width and its focus. */
    pending?: boolean;
    /** Why it cannot be pressed now. It stays focusable, so that a keyboard and a screen reader meet the reason too. */
    reason?: string | null;
  };

export function Button({ variant, size, pending = false, reason, className, children, onClick, ...rest }: ButtonProps) {
  const blocked = pending || (reason !== undefined && reason !== null);
  const button = (
    <button
      type="button"
      {...rest}
      onClick={blocked ? (event) => event.preventDefault() : onClick}
      aria-disabled={blocked || undefined}
      aria-busy={pending || undefined}
      className={buttonClass({ variant, size }, cn("relative", className))}
    >
      {pending && <Spinner className="absolute" />}
      <span className={cn("inline-flex items-center gap-[inherit]", pending && "invisible")}>{children}</span>
    </button>
  );
  return reason ? <Tooltip text={reason}>{button}</Tooltip> : button;
}
