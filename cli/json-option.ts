import { Option } from "commander";

/** What every command has that prints something. */
export const jsonOption = () => new Option("--json", "print JSON");
