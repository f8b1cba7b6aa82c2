import { Argument, type Command } from "commander";
import { jsonOption } from "./json-option.ts";
import { say, sayJson } from "./output.ts";

/** Every chain of commands, with the words that may follow it. */
function tree(command: Command, path: readonly string[] = []): [path: string, words: string[]][] {
  const words = [
    ...command.commands.map((one) => one.name()),
    ...command.options.flatMap(({ long }) => (long ? [long] : [])),
    "--help",
  ];
  return [[path.join(" "), words], ...command.commands.flatMap((one) => tree(one, [...path, one.name()]))];
}

// Of bash, and read by zsh too: there `path` is the PATH, and `${words[@]:1:NAME` a modifier.
const bash = (branches: [string, string[]][]) => `_nullspace() {
  local current="\${COMP_WORDS[COMP_CWORD]}" at="" word
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
    [[ $word == -* ]] && continue
    case "$at\${at:+ }$word" in
${branches
  .filter(([path]) => path !== "")
  .map(([path]) => `      "${path}") at="${path}" ;;`)
  .join("\n")}
    esac
  done
  case "$at" in
${branches.map(([path, words]) => `    "${path}") COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$current")) ;;`).join("\n")}
  esac
  [[ \${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _nullspace nullspace`;

const zsh = (branches: [string, string[]][]) => `#compdef nullspace
autoload -U +X bashcompinit && bashcompinit
${bash(branches)}`;

// The words so far without flags; a value behind a flag may hide the command, as in bash.
const fish = (branches: [string, string[]][]) => `function __nullspace_at
  set -l path
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and continue
    set -l longer (string join ' ' -- $path $word)
    contains -- $longer $__nullspace_paths; and set path $path $word
  end
  test "$path" = "$argv[1]"
end
set -g __nullspace_paths ${branches
  .filter(([path]) => path !== "")
  .map(([path]) => `'${path}'`)
  .join(" ")}
${branches
  .flatMap(([path, words]) =>
    words.map((word) => {
      const offered = word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c nullspace -n "__nullspace_at '${path}'" ${offered}`;
    }),
  )
  .join("\n")}`;

export function registerCompletion(program: Command): void {
  program
    .command("completion")
    .description("Print a completion script for a shell.")
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish"]))
    .addOption(jsonOption())
    .action((shell: "bash" | "zsh" | "fish", { json }: { json?: true }) => {
      const script = { bash, zsh, fish }[shell](tree(program));
      if (json) sayJson({ shell, script });
      else say(script);
    });
}
