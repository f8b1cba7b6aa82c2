import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { mayLeaveEditor } from "./leave-guard.ts";
import { allDirty } from "./workspaces.ts";

/** The link a click follows to another page of this app, in this tab. */
function followed(event: MouseEvent): URL | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.hasAttribute("download") || (link.target && link.target !== "_self")) return null;
  const to = new URL(link.href);
  return to.origin === location.origin && to.pathname !== location.pathname ? to : null;
}

/**
 * Asks before a link of the app leads away from unsaved texts. Going back in history is not held up: the drafts stay in
 * memory and are there again when the page is.
 */
export function useLeaveGuard(): void {
  const router = useRouter();
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const to = followed(event);
      if (!to || allDirty().length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      void mayLeaveEditor().then((may) => may && router.push(`${to.pathname}${to.search}${to.hash}`));
    };
    // In the capture phase, ahead of the router's own handler on the link.
    document.addEventListener("click", onClick, { capture: true });
    return () => document.removeEventListener("click", onClick, { capture: true });
  }, [router]);
}
