import { useSyncExternalStore } from "react";
import type { DocumentState, EditorDocument } from "./document.ts";
import type { Store } from "./store.ts";

export const useStore = <Value>(store: Store<Value>): Value =>
  useSyncExternalStore(store.subscribe, store.get, store.get);

export const useDocumentState = (document: EditorDocument): DocumentState => useStore(document.state);
