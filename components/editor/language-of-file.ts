/** The Monaco languages the editor knows; `register-languages.ts` loads their grammars. */
const BY_EXTENSION = tableOf(`
  bat: bat cmd
  clojure: clj
  cpp: c cc cpp cxx h hh hpp
  csharp: cs
  css: css
  dart: dart
  dockerfile: dockerfile
  elixir: ex exs
  fsharp: fs
  go: go
  graphql: gql graphql
  handlebars: hbs
  hcl: hcl tf tfvars
  html: htm html
  ini: cfg conf env ini properties service toml
  java: java
  javascript: cjs js jsx mjs
  json: geojson ipynb json jsonc webmanifest
  julia: jl
  kotlin: kt kts
  less: less
  lua: lua
  markdown: markdown md
  mdx: mdx
  perl: pl pm
  php: php
  powershell: ps1
  protobuf: proto
  python: py pyi pyw
  r: r
  restructuredtext: rst
  ruby: rb
  rust: rs
  scala: scala
  scheme: scm
  scss: sass scss
  shell: bash sh zsh
  solidity: sol
  sql: sql
  swift: swift
  systemverilog: sv v
  tcl: tcl
  typescript: cts mts ts tsx
  wgsl: wgsl
  xml: svg xhtml xml xsd xsl
  yaml: yaml yml
`);
const BY_NAME = tableOf(`
  dockerfile: containerfile dockerfile
  ini: .editorconfig .env .gitconfig .npmrc pipfile
  json: .babelrc .prettierrc
  ruby: gemfile rakefile vagrantfile
  shell: .bash_profile .bashrc .profile .zshrc makefile
`);

const BY_INTERPRETER: [RegExp, string][] = [
  [/^(ba|da|k|z|a)?sh\d*$/, "shell"],
  [/^python[\d.]*$/, "python"],
  [/^(node|bun|deno)(js)?$/, "javascript"],
  [/^(ts-node|tsx)$/, "typescript"],
  [/^perl[\d.]*$/, "perl"],
  [/^ruby[\d.]*$/, "ruby"],
  [/^php[\d.]*$/, "php"],
  [/^lua[\d.]*$/, "lua"],
  [/^(Rscript|R)$/, "r"],
  [/^(julia)$/, "julia"],
  [/^(tclsh|wish)[\d.]*$/, "tcl"],
  [/^pwsh$/, "powershell"],
];
const LABELS = new Map(
  Object.entries({
    bat: "Batch",
    cpp: "C / C++",
    csharp: "C#",
    css: "CSS",
    fsharp: "F#",
    graphql: "GraphQL",
    hcl: "HCL",
    html: "HTML",
    ini: "INI",
    javascript: "JavaScript",
    json: "JSON",
    mdx: "MDX",
    php: "PHP",
    plaintext: "Plain text",
    powershell: "PowerShell",
    restructuredtext: "reStructuredText",
    scss: "SCSS",
    sql: "SQL",
    systemverilog: "SystemVerilog",
    typescript: "TypeScript",
    wgsl: "WGSL",
    xml: "XML",
    yaml: "YAML",
  }),
);

/**
 * The Monaco language of a file, by its name and then by its `#!` line; `plaintext` when neither tells.
 * @param name the last component of its path
 * @param firstLine the beginning of its content
 */
export function languageOfFile(name: string, firstLine: string): string {
  const lower = name.toLowerCase();
  const byName = BY_NAME.get(lower) ?? (/^(dockerfile|containerfile)\./.test(lower) ? "dockerfile" : undefined);
  const extension = lower.includes(".") ? lower.slice(lower.lastIndexOf(".") + 1) : "";
  const dotEnv = lower.startsWith(".env.") ? "ini" : undefined;
  return byName ?? dotEnv ?? BY_EXTENSION.get(extension) ?? byShebang(firstLine) ?? "plaintext";
}

export const languageLabel = (language: string): string =>
  LABELS.get(language) ?? language.charAt(0).toUpperCase() + language.slice(1);

function byShebang(firstLine: string): string | undefined {
  const words = /^#!\s*(\S+)(.*)$/.exec(firstLine);
  if (!words) return undefined;
  const command = (words[1] ?? "").split("/").at(-1) ?? "";
  const rest = (words[2] ?? "").trim().split(/\s+/);
  const program = command === "env" ? rest.find((word) => !word.startsWith("-") && !word.includes("=")) : command;
  return BY_INTERPRETER.find(([pattern]) => pattern.test(program ?? ""))?.[1];
}

/** Turns lines of `language: key key …` into a look-up by key. */
function tableOf(lines: string): Map<string, string> {
  const rows = lines
    .trim()
    .split("\n")
    .map((line) => line.trim().split(": "));
  return new Map(rows.flatMap(([language = "", keys = ""]) => keys.split(" ").map((key) => [key, language] as const)));
}
