import { eq } from "drizzle-orm";
import { describe, expect } from "vitest";
import { WebSocket } from "ws";
import { apiKeys } from "../db/schema.ts";
import { callApi } from "../testing/call-api.ts";
import { createTestTeam } from "../testing/create-test-team.ts";
import { databaseMissing } from "../testing/open-test-database.ts";
import { useServedSandbox } from "../testing/use-served-sandbox.ts";

type Heard = { messages: { [key: string]: unknown }[]; bytes: string; closed: number | null };

/** A socket, with all that it has heard. Rejects with the status of a refused upgrade. */
function open(url: string, headers: Record<string, string> = {}): Promise<{ socket: WebSocket; heard: Heard }> {
  const socket = new WebSocket(url, { headers });
  const heard: Heard = { messages: [], bytes: "", closed: null };
  socket.on("message", (data: Buffer, isBinary) => {
    if (isBinary) heard.bytes += data.toString();
    else heard.messages.push(JSON.parse(data.toString()));
  });
  socket.on("close", (code) => {
    heard.closed = code;
  });
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve({ socket, heard }));
    socket.once("unexpected-response", (_request, response) => reject(new Error(String(response.statusCode))));
    socket.once("error", reject);
  });
}

describe.skipIf(databaseMissing() !== null)("the sockets of a sandbox", () => {
  const { given, withRuntime } = useServedSandbox();
  const commands = (key = given.team.keys.write) =>
    open(`${given.socketUrl}/v1/sandboxes/${given.id}/ws?channel=exec`, { authorization: `Bearer ${key}` });
  const until = (act: () => unknown) => expect.poll(act, { timeout: 20_000 });

  withRuntime("tell what a command says while it runs, and how it ended", async () => {
    const { socket, heard } = await commands();
    const command = "echo one; echo two >&2; exit 3";
    socket.send(JSON.stringify({ type: "exec_start", id: "a", command, args: null, timeout_secs: 30 }));
    socket.send(JSON.stringify({ type: "exec_start", id: "b", command: "printf", args: ["%s", "$HOME é"] }));
    socket.send(JSON.stringify({ type: "exec_start", id: "c", command: "echo begun; sleep 1000", timeout_secs: 1 }));
    const of = (wanted: string) => heard.messages.filter((message) => message.id === wanted);
    await until(() => of("a").at(-1)).toEqual({ type: "exec_exit", id: "a", exit_code: 3 });
    expect(of("a")).toEqual(
      expect.arrayContaining([
        { type: "exec_started", id: "a", pid: expect.any(Number) },
        { type: "exec_stdout", id: "a", data: "one\n" },
        { type: "exec_stderr", id: "a", data: "two\n" },
      ]),
    );
    await until(() => of("b")).toContainEqual({ type: "exec_stdout", id: "b", data: "$HOME é" });
    await until(() => of("c").at(-1)).toMatchObject({ type: "error", message: expect.stringContaining("1 s") });
    socket.send(JSON.stringify({ type: "exec_start", id: "d" }));
    await until(() => of("d")).toMatchObject([{ type: "error", message: expect.stringContaining("command") }]);
    socket.send(JSON.stringify({ type: "exec_connect", id: "e", pid: 99999 }));
    await until(() => of("e")).toMatchObject([{ type: "error", message: expect.stringContaining("99999") }]);
    socket.close();
  });

  withRuntime("end a command with its socket", async () => {
    const { socket, heard } = await commands();
    socket.send(JSON.stringify({ type: "exec_start", id: "a", command: "sleep 4242" }));
    await until(() => heard.messages.length).toBe(1);
    const sleeping = async () =>
      (await given.call("GET", `/v1/sandboxes/${given.id}/processes`)).body.filter(({ command }: { command: string }) =>
        command.includes("sleep 4242"),
      ).length;
    await until(sleeping).toBeGreaterThan(0);
    socket.terminate();
    await until(sleeping).toBe(0);
  });

  withRuntime("go on with what a background command says, and send it input", async () => {
    const command = "while read -r line; do echo got $line; [ $line = end ] && exit 7; done";
    const { pid } = (await given.call("POST", `/v1/sandboxes/${given.id}/exec`, { command, background: true })).body;
    expect((await given.call("GET", `/v1/sandboxes/${given.id}/processes`)).body).toContainEqual({
      pid,
      command,
      running: true,
    });
    const { socket, heard } = await commands();
    socket.send(JSON.stringify({ type: "exec_connect", id: "a", pid }));
    expect(
      (await given.call("POST", `/v1/sandboxes/${given.id}/processes/${pid}/stdin`, { data: "first\n" })).status,
    ).toBe(204);
    await until(() => heard.messages).toContainEqual({ type: "exec_stdout", id: "a", data: "got first\n" });
    expect((await given.call("GET", `/v1/sandboxes/${given.id}/processes/${pid}/logs`)).body).toEqual({
      stdout: "got first\n",
      stderr: "",
      output: "got first\n",
      exit_code: null,
    });
    await given.call("POST", `/v1/sandboxes/${given.id}/processes/${pid}/stdin`, { data: "end\n" });
    await until(() => heard.messages.at(-1)).toEqual({ type: "exec_exit", id: "a", exit_code: 7 });
    expect((await given.call("GET", `/v1/sandboxes/${given.id}/processes/${pid}/logs`)).body).toMatchObject({
      stdout: "got first\ngot end\n",
      exit_code: 7,
    });
    expect(
      (await given.call("POST", `/v1/sandboxes/${given.id}/processes/${pid}/stdin`, { data: "x" })).body.code,
    ).toBe("not_found");
    expect((await given.call("GET", `/v1/sandboxes/${given.id}/processes/99999/logs`)).body.code).toBe("not_found");
    socket.close();
  });

  withRuntime("keep a bounded part of what is said, end what takes too long, and kill", async () => {
    const loud = (
      await given.call("POST", `/v1/sandboxes/${given.id}/exec`, { command: "yes | head -c 9000000; echo end >&2" })
    ).body;
    expect(loud).toMatchObject({ exit_code: 0, stderr: "end\n", truncated: true });
    expect(loud.stdout.length).toBeLessThan(5_000_000);
    const late = await given.call("POST", `/v1/sandboxes/${given.id}/exec`, {
      command: "echo a; sleep 1000",
      timeout_secs: 0.5,
    });
    expect(late).toMatchObject({ status: 504, body: { code: "exec_timeout", details: { stdout: "a\n" } } });
    const { pid } = (await given.call("POST", `/v1/sandboxes/${given.id}/exec`, { command: "yes", background: true }))
      .body;
    await given.call("POST", `/v1/sandboxes/${given.id}/processes/${pid}/kill`);
    await until(async () => {
      const { exit_code, code } = (await given.call("GET", `/v1/sandboxes/${given.id}/processes/${pid}/logs`)).body;
      return { exit_code, code };
    }).toEqual({ exit_code: 137, code: undefined });
    // What the shell of that line had started is gone too.
    expect((await given.call("GET", `/v1/sandboxes/${given.id}/processes`)).body).toEqual([]);
    expect((await given.call("POST", `/v1/sandboxes/${given.id}/processes/1/kill`)).body.code).toBe("invalid_request");
  });

  withRuntime("open one terminal for one token, for the dashboard alone", async () => {
    const ticket = (await given.call("POST", `/v1/sandboxes/${given.id}/terminal`)).body;
    expect(ticket.url).toBe(`${given.socketUrl}/v1/sandboxes/${given.id}/terminal?token=${ticket.token}`);
    await expect(open(ticket.url, { origin: "https://evil.example" })).rejects.toThrow("403");
    const [origin = ""] = given.system.config.dashboardOrigins;
    const { socket, heard } = await open(ticket.url, { origin });
    await expect(open(ticket.url, { origin })).rejects.toThrow("401");
    socket.send(JSON.stringify({ type: "resize", columns: 101, rows: 41 }));
    socket.send(Buffer.from("stty size\r"));
    await until(() => {
      socket.send(Buffer.from("stty size\r"));
      return heard.bytes;
    }).toContain("41 101");
    socket.send(Buffer.from("exit 5\r"));
    await until(() => heard.messages).toEqual([{ type: "exit", exit_code: 5 }]);
    await until(() => heard.closed).toBe(1000);
  });

  withRuntime("refuse who may only read, and close when the right ends", async () => {
    const reader = callApi(given.system, given.team.keys.read);
    expect((await reader("POST", `/v1/sandboxes/${given.id}/terminal`)).body.code).toBe("forbidden");
    expect((await reader("POST", `/v1/sandboxes/${given.id}/exec`, { command: "id" })).body.code).toBe("forbidden");
    await expect(commands(given.team.keys.read)).rejects.toThrow("403");
    const other = await createTestTeam(given.system);
    await expect(commands(other.keys.write)).rejects.toThrow("404");
    const theirs = callApi(given.system, given.team.keys.admin);
    const { url } = (await theirs("POST", `/v1/sandboxes/${given.id}/terminal`)).body;
    const terminal = await open(url);
    const channel = await commands(given.team.keys.admin);
    await given.system.database.queries
      .update(apiKeys)
      .set({ revokedAt: new Date() })
      .where(eq(apiKeys.name, "admin key"));
    await until(() => terminal.heard.closed).toBe(4401);
    await until(() => channel.heard.closed).toBe(4401);
  });
});
