// Is each file that is named valid PowerShell, as tree-sitter's grammar has it? A stand-in for pwsh where there is none:
// it finds what does not parse, not what would fail when run.
//   npm ci --ignore-scripts && node check-powershell.mjs ../../run-perf.ps1
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

// The first check is of the checker: each of these must be refused, or a parser that accepts everything would pass.
const broken = ['if ($a {', 'function f { ', 'exit $(', '"no end', 'dotnet run @args)'];

const wasm = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
await Parser.init();
const parser = new Parser().setLanguage(await Language.load(wasm));

/** The places that do not parse: ERROR nodes, and tokens that the parser had to make up. */
function errorsIn(text) {
  const found = [];
  const visit = (node) => {
    if (node.isError || node.isMissing) found.push(node);
    else if (node.hasError) node.children.forEach(visit);
  };
  visit(parser.parse(text).rootNode);
  return found;
}

const accepted = broken.filter((text) => errorsIn(text).length === 0);
if (accepted.length > 0) {
  console.error(`the checker is broken: it accepts ${accepted.map((text) => JSON.stringify(text)).join(', ')}`);
  process.exit(1);
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error('usage: node check-powershell.mjs FILE.ps1...');
  process.exit(2);
}

let failures = 0;
for (const path of paths) {
  const errors = errorsIn(await readFile(path, 'utf8'));
  failures += errors.length;
  for (const node of errors) {
    const { row, column } = node.startPosition;
    console.error(`${path}:${row + 1}:${column + 1}: ${node.isMissing ? `expected ${node.type}` : `does not parse: ${node.text.split('\n')[0]}`}`);
  }
  if (errors.length === 0) console.log(`${path}: parses`);
}
process.exit(failures > 0 ? 1 : 0);
