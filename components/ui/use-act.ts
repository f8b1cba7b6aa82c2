"use client";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { unstable_rethrow } from "next/navigation";
import { errorOf, type Failure } from "#lib/actions/failure.ts";
import { ApiError } from "#lib/api/api-error.ts";
import { toastFailure } from "./toast-failure.tsx";

type ActionResult<Data> = {
  data?: Data;
  serverError?: Failure;
  validationErrors?: { formErrors: string[]; fieldErrors: Record<string, string[] | undefined> };
};
/** A server action made with one of the clients of `lib/actions/action-client.ts`. */
type Action<Input, Data> = (input: Input) => Promise<ActionResult<Data>>;

type Options<Input, Data> = {
  /** Shows the result at once; answers how to take it back. Use `patchQuery`. */
  optimistic?: (input: Input, cache: QueryClient) => (() => void) | undefined;
  onDone?: (data: Data, input: Input, cache: QueryClient) => void;
  /** What could not be done, as the title of the toast: `The volume was not deleted`. `null`: the caller shows `error`. */
  failed: string | null;
  /** Where others find out that it is under way: `useMutationState`. */
  key?: readonly unknown[];
};

/**
 * Calls a server action and answers its data.
 * @throws ApiError also for input that the action's schema refuses
 */
export async function perform<Input, Data>(action: Action<Input, Data>, input: Input): Promise<Data> {
  const result = await action(input).catch((cause: unknown) => {
    unstable_rethrow(cause);
    throw new ApiError("volume_backend_unavailable", "The dashboard's server cannot be reached.", {
      suggestedAction: "Check the connection and try again.",
      cause,
    });
  });
  if (result.serverError !== undefined) throw errorOf(result.serverError);
  if (result.validationErrors !== undefined) {
    const { formErrors, fieldErrors } = result.validationErrors;
    const [field, problems] = Object.entries(fieldErrors)[0] ?? [];
    throw new ApiError("invalid_request", formErrors[0] ?? `${field}: ${problems?.[0] ?? "is not valid"}`, {
      details: { field },
    });
  }
  // An action that neither failed nor answered has Data = undefined.
  return result.data as Data;
}

/** The one way a component changes something: optimistic, rolled back when refused, the reason in a toast. */
export function useAct<Input, Data>(
  action: Action<Input, Data>,
  { optimistic, onDone, failed, key }: Options<Input, Data>,
) {
  const cache = useQueryClient();
  return useMutation<Data, ApiError, Input, { undo: (() => void) | undefined }>({
    ...(key === undefined ? {} : { mutationKey: key }),
    mutationFn: (input) => perform(action, input),
    onMutate: (input) => ({ undo: optimistic?.(input, cache) }),
    onSuccess: (data, input) => onDone?.(data, input, cache),
    onError: (error, _input, context) => {
      context?.undo?.();
      if (failed !== null) toastFailure(failed, error);
    },
  });
}
