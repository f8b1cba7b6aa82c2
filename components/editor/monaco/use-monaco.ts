import { useCallback, useEffect, useState } from "react";
import { loadMonaco, type MonacoApi } from "./load-monaco.ts";

type Loading = { monaco: MonacoApi | null; error: unknown; retry: () => void };

/** Monaco once it is there, or why it did not come. */
export function useMonaco(): Loading {
  const [state, setState] = useState<{ monaco: MonacoApi | null; error: unknown }>({ monaco: null, error: null });
  const load = useCallback(() => {
    setState((now) => ({ ...now, error: null }));
    loadMonaco().then(
      (monaco) => setState({ monaco, error: null }),
      (error: unknown) => setState({ monaco: null, error }),
    );
  }, []);
  useEffect(load, [load]);
  return { ...state, retry: load };
}
