/** What dropdown menus, context menus, selects and popovers have in common. */
export const menuClass =
  "z-50 min-w-44 max-h-(--radix-popper-available-height) overflow-y-auto animate-appear rounded-md border border-line bg-panel p-1 text-base text-ink shadow-raise outline-none";

export const menuItemClass =
  "relative flex h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-hover data-disabled:text-faint data-disabled:opacity-70 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint";

export const menuDangerClass = "text-bad data-highlighted:bg-bad-soft [&_svg]:text-bad";
export const menuLabelClass = "px-2 pt-1.5 pb-1 text-caption text-faint";
export const menuSeparatorClass = "-mx-1 my-1 h-px bg-line";
