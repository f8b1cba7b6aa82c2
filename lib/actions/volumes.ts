"use server";

import { z } from "zod";
import { VolumeId } from "#lib/api/ids.ts";
import { CreateVolumeInput } from "#lib/api/volumes.ts";
import { memberAction } from "./action-client.ts";

export const createVolumeAction = memberAction
  .inputSchema(CreateVolumeInput)
  .action(async ({ parsedInput, ctx }) => ctx.api.volumes.create(parsedInput));

export const deleteVolumeAction = memberAction
  .inputSchema(z.object({ id: VolumeId }))
  .action(async ({ parsedInput, ctx }) => ctx.api.volumes.delete(parsedInput.id));
