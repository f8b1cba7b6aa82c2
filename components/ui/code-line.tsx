import { CopyButton } from "./copy-button.tsx";

/** For a shell, whatever is in the name. */
export const shellQuoted = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A line of code with what it is for, and a button that copies it. */
export function CodeLine({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex flex-col gap-1 text-left">
      <span className="text-caption text-faint">{label}</span>
      <div className="flex items-center gap-1 rounded-md border bg-canvas py-0.5 pr-0.5 pl-2.5">
        <code
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a line that scrolls must be reachable by keyboard
          tabIndex={0}
          className="min-w-0 flex-1 overflow-x-auto font-mono text-caption whitespace-pre [scrollbar-width:none]"
        >
          {text}
        </code>
        <CopyButton text={text} label={`Copy the ${label} line`} />
      </div>
    </div>
  );
}
