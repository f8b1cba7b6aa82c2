import fc from "fast-check";
import Papa from "papaparse";
import { expect, it } from "vitest";
import { columnWidths } from "./column-widths.ts";
import { MAX_ROWS, parseTable } from "./parse-table.ts";

it("finds the separator, and keeps quoted line ends and separators in their cell", () => {
  const table = parseTable('a;b\n"x;1\n2";y\n', true);
  expect(table).toEqual({ header: ["a", "b"], rows: [["x;1\n2", "y"]], truncated: false });
});

it("reads back every cell that was written", () => {
  const cell = fc.constantFrom("a", "b c", 'say "x"', "1,2", "line\nend", "=1+1", "<b>", "日本");
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(rows, (written) => {
      const { header, rows: read } = parseTable(Papa.unparse(written, { newline: "\n" }), true);
      expect([header, ...read]).toEqual(written);
    }),
  );
});

it("drops the row that was cut off, and says that there is more", () => {
  const table = parseTable("a,b\n1,2\n3,", false);
  expect(table).toMatchObject({ rows: [["1", "2"]], truncated: true });
});

it("stops after the rows it shows", () => {
  const table = parseTable(`a,b\n${"1,2\n".repeat(MAX_ROWS + 10)}`, true);
  expect(table.rows).toHaveLength(MAX_ROWS);
  expect(table.truncated).toBe(true);
});

it("gives every column a width between narrow and wide, those without a header too", () => {
  expect(columnWidths(["id", "name"], [["1", "x".repeat(500), "extra-cell"]])).toEqual([5, 44, 10]);
});
