import { type RefCallback, useCallback, useEffect, useRef } from "react";

/** Calls `onChange` when the element comes into view and when it leaves it. @returns the element's ref */
export function useInView(onChange: (inView: boolean) => void): RefCallback<Element> {
  const newest = useRef(onChange);
  useEffect(() => {
    newest.current = onChange;
  });
  return useCallback((element: Element | null) => {
    if (element === null) return;
    const observer = new IntersectionObserver(([entry]) => newest.current(entry?.isIntersecting ?? false));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}
