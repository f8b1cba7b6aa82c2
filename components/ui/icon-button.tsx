import type { ComponentProps, ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  /** What it does, for a screen reader and as the tooltip. */
  label: string;
  keys?: ReactNode;
  variant?: "secondary" | "ghost" | "danger";
  size?: "sm" | "md";
  pending?: boolean;
  reason?: string | null;
  /** Set where the button opens a menu, so that its tooltip does not cover it. */
  tooltip?: boolean;
};

/** A square button with an icon (a 16 px lucide icon as its child). */
export function IconButton({
  label,
  keys,
  variant = "ghost",
  size = "sm",
  pending = false,
  reason,
  tooltip = true,
  className,
  children,
  onClick,
  ...rest
}: IconButtonProps) {
  const blocked = pending || (reason !== undefined && reason !== null);
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-disabled={blocked || undefined}
      aria-busy={pending || undefined}
      onClick={blocked ? (event) => event.preventDefault() : onClick}
      className={buttonClass({ variant, size }, cn("px-0 [&_svg]:size-4", size === "sm" ? "w-7" : "w-8", className))}
    >
      {pending ? <Spinner /> : children}
    </button>
  );
  if (!tooltip) return button;
  return (
    <Tooltip text={reason ?? label} keys={reason ? undefined : keys}>
      {button}
    </Tooltip>
  );
}
