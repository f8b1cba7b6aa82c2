"use server";

import { type AuthError, isAuthApiError, isAuthRetryableFetchError } from "@supabase/supabase-js";
import { cookies, headers } from "next/headers";
import { z } from "zod";
import { ApiError } from "#lib/api/api-error.ts";
import { Email, Password } from "#lib/api/identity.ts";
import { identityClient } from "#lib/auth/identity-client.ts";
import { safeNext } from "#lib/auth/safe-next.ts";
import { cookieName } from "#lib/auth/settings.ts";
import { openAction, viewerAction } from "./action-client.ts";

const identity = async () => identityClient(await cookies(), await headers()).auth;

/** What the identity service refuses, in the contract's codes and in words that say what to do. */
function translate(error: AuthError): ApiError {
  if (isAuthRetryableFetchError(error))
    return new ApiError("volume_backend_unavailable", "The sign-in service cannot be reached.", {
      suggestedAction: "Check that the control plane runs and try again.",
    });
  if (!isAuthApiError(error)) return new ApiError("invalid_request", error.message);
  switch (error.code) {
    case "invalid_credentials":
      return new ApiError("invalid_request", "The email or the password is wrong.");
    case "current_password_invalid":
      return new ApiError("invalid_request", "The current password is wrong.", { details: { field: "current" } });
    case "same_password":
      return new ApiError("invalid_request", "The new password is the old one.", { details: { field: "password" } });
    case "over_request_rate_limit":
      return new ApiError("rate_limit_exceeded", "Too many tries.", { suggestedAction: "Wait a few minutes." });
    case "session_not_found":
    case "bad_jwt":
      return new ApiError("unauthenticated", "Your session is over.", { suggestedAction: "Sign in again." });
    default:
      return new ApiError("invalid_request", error.message);
  }
}

const SignIn = z.object({ email: Email, password: z.string().min(1).max(256), next: z.string().optional() });

/** Answers where to go. */
export const signInAction = openAction
  .inputSchema(SignIn)
  .action(async ({ parsedInput: { email, password, next } }) => {
    const { error } = await (await identity()).signInWithPassword({ email, password });
    if (error) throw translate(error);
    return safeNext(next);
  });

/** Ends this session here and at the identity service. Never fails: the cookies go in any case. */
export const signOutAction = openAction.action(async () => {
  const store = await cookies();
  await (await identity()).signOut({ scope: "local" });
  for (const { name } of store.getAll()) if (name.startsWith(cookieName())) store.delete(name);
});

const ChangePassword = z.object({ current: z.string().min(1).max(256), password: Password });

/** Ends every other session of the person. */
export const changePasswordAction = viewerAction
  .inputSchema(ChangePassword)
  .action(async ({ parsedInput: { current, password } }) => {
    const { error } = await (await identity()).updateUser({ password, current_password: current });
    if (error) throw translate(error);
  });
