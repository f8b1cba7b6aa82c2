import type { ComponentProps } from "react";
import type { Components } from "react-markdown";
import { cn } from "#components/ui/cn.ts";

/** The page's own look for what markdown is made of. Headings begin below the page's. */
export const markdownElements: Components = {
  h1: ({ children }) => <h2 className="mt-6 mb-3 border-b pb-1.5 text-display font-semibold first:mt-0">{children}</h2>,
  h2: ({ children }) => <h3 className="mt-6 mb-2 text-title font-semibold first:mt-0">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-5 mb-2 font-semibold first:mt-0">{children}</h4>,
  h4: ({ children }) => <h5 className="mt-4 mb-2 font-semibold first:mt-0">{children}</h5>,
  h5: ({ children }) => <h6 className="mt-4 mb-2 font-semibold first:mt-0">{children}</h6>,
  h6: ({ children }) => <h6 className="mt-4 mb-2 font-medium text-muted first:mt-0">{children}</h6>,
  p: ({ children }) => <p className="my-3 leading-6">{children}</p>,
  ul: ({ children, className }) => (
    // Boxes to tick stand in the place of bullets.
    <ul className={cn("my-3 space-y-1 leading-6", className?.includes("task-list") ? "pl-1" : "list-disc pl-6")}>
      {children}
    </ul>
  ),
  ol: ({ children, start }) => (
    <ol start={start} className="my-3 list-decimal space-y-1 pl-6 leading-6">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="my-3 border-l-2 border-line-strong pl-4 text-muted">{children}</blockquote>
  ),
  hr: () => <hr className="my-6" />,
  table: ({ children }) => (
    <div className="my-3 overflow-x-auto">
      <table className="border-collapse">{children}</table>
    </div>
  ),
  th: ({ children, style }) => (
    <th style={style} className="border bg-canvas px-3 py-1 text-left font-semibold">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="border px-3 py-1">
      {children}
    </td>
  ),
  pre: ({ children }) => (
    <pre className="my-3 overflow-x-auto rounded-md border bg-canvas p-3 font-mono leading-5 [&_code]:border-0 [&_code]:bg-transparent [&_code]:p-0">
      {children}
    </pre>
  ),
  code: ({ children }) => (
    <code className="rounded-sm border bg-canvas px-1 py-px font-mono text-caption">{children}</code>
  ),
  // The box says whether it is ticked; only the source can change it.
  input: ({ checked }) => <span className="mr-1.5 font-mono text-caption text-muted">{checked ? "[x]" : "[ ]"}</span>,
  a: Link,
};

/** Leads out of the dashboard, in a tab that knows nothing of this one, or nowhere. */
function Link({ href, children }: ComponentProps<"a">) {
  if (!href || href.startsWith("#")) return <span>{children}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      referrerPolicy="no-referrer"
      title={href}
      className="text-link underline underline-offset-2"
    >
      {children}
    </a>
  );
}
