// Rewrites `import { readFileSync } from 'node:fs'` in a built chunk to
// `const { readFileSync } = process.getBuiltinModule('node:fs')`.
//
// An import of a built-in module makes Node copy every one of its exports into an
// ES module, getters included: node:fs alone then loads fs/promises. That is some
// 2 ms each for fs and util, on every start of a command; asking for the module
// itself costs nothing that could be measured. Node has the function since 20.16.

import { isBuiltin } from 'node:module';

const IMPORT = /^import (.+?) from "([^".][^"]*)";$/gm;

export function directBuiltins() {
  return {
    name: 'direct-builtins',
    renderChunk(code) {
      if (!code.match(IMPORT)) return null;
      return {
        code: code.replaceAll(IMPORT, (line, clause, id) =>
          isBuiltin(id) ? rewritten(clause, id) : line,
        ),
      };
    },
  };
}

/** @returns the statement that gives the names of an import clause their values */
export function rewritten(clause, id) {
  const builtin = `process.getBuiltinModule("${id}")`;
  const braces = /^(?:([\w$]+), )?\{(.*)\}$/.exec(clause);
  if (braces) {
    const [, whole, names] = braces;
    const picked = names.trim().replaceAll(/([\w$]+) as ([\w$]+)/g, '$1: $2');
    const rest = `const { ${picked} } = ${whole ?? builtin};`;
    return whole === undefined ? rest : `const ${whole} = ${builtin}; ${rest}`;
  }
  return `const ${clause.replace(/^\* as /, '')} = ${builtin};`;
}
