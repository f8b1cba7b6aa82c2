"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { keyList, teamKeys } from "#lib/queries/team.ts";
import { KeyRow } from "./key-row.tsx";
import { keyState } from "./key-state.ts";
import { TeamList } from "./team-list.tsx";

const CreateKeyDialog = dynamic(
  untilLoaded(() => import("./create-key-dialog.tsx").then((loaded) => loaded.CreateKeyDialog)),
  {
    loading: () => null,
  },
);

export function ApiKeys() {
  const cache = useQueryClient();
  const query = useQuery(keyList(browserApi));
  const [creating, setCreating] = useState(false);
  const [showsEnded, setShowsEnded] = useState(false);
  const ended = (query.data ?? []).filter((key) => keyState(key, Date.now()) !== "active").length;
  return (
    <Section
      title="API keys"
      note="For scripts, the CLI and sandboxes. A key acts for the team within its scope."
      action={
        <Button onClick={() => setCreating(true)}>
          <Plus className="size-4" aria-hidden="true" />
          New key
        </Button>
      }
    >
      <TeamList
        query={query}
        title="The keys could not be loaded"
        empty="No keys yet. Scripts and the CLI sign in with one."
      >
        {(keys) => (
          <>
            {keys
              .filter((key) => showsEnded || keyState(key, Date.now()) === "active")
              .map((key) => (
                <KeyRow
                  key={key.id}
                  apiKey={key}
                  state={keyState(key, Date.now())}
                  replaced={keys.some((other) => other.rotation_parent_key_id === key.id)}
                />
              ))}
            {ended > 0 && (
              <li className="px-1 py-1">
                <Button variant="ghost" size="sm" onClick={() => setShowsEnded(!showsEnded)}>
                  {showsEnded ? "Hide ended keys" : `Show ${ended} ended ${ended === 1 ? "key" : "keys"}`}
                </Button>
              </li>
            )}
          </>
        )}
      </TeamList>
      {creating && (
        <CreateKeyDialog
          onClose={() => {
            setCreating(false);
            void cache.invalidateQueries({ queryKey: teamKeys.keys });
          }}
        />
      )}
    </Section>
  );
}
