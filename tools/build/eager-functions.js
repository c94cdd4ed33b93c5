// Has V8 compile a command's functions when it compiles the file, and not each at its first call.
//
// What Node keeps of a file between runs (its compile cache) is what was compiled together with the file, so every
// other function is compiled anew in every run: 3 to 6 ms for a command of 50 KB. V8 compiles at once what
// stands in parentheses, because such a function is mostly called right there. A declaration becomes a variable
// at the head of the chunk, so that it is there as early as before.

import { relative } from 'node:path';

/**
 * @param rare - functions of modules whose path matches stay as they are: a run seldom calls them, and a
 *   Node without a compile cache would compile them in vain
 */
export function eagerFunctions(rare) {
  return {
    name: 'eager-functions',
    renderChunk(code, chunk) {
      if (!chunk.isEntry) return null;
      const program = this.parse(code, { lang: 'js', sourceType: 'script' });
      const isRare = rareRanges(code, chunk.moduleIds, rare);
      const inserts = [];
      const declarations = [];
      visit(program, undefined, (node, parent) => {
        if (isRare(node.start)) return;
        if (node.type === 'FunctionDeclaration' && parent === program) declarations.push(node);
        else if (isFreeStanding(node, parent)) inserts.push([node.start, '('], [node.end, ')']);
      });
      const text = withInserts(code, inserts);
      const head = declarations.map((node) => {
        const kind = `${node.async ? 'async ' : ''}function${node.generator ? '*' : ''}`;
        return `var ${node.id.name} = (${kind} ${text(node.id.end, node.end)});\n`;
      });
      let rest = '';
      let at = program.body.find((node) => node.directive === undefined)?.start ?? 0;
      const directives = code.slice(0, at);
      for (const { start, end } of declarations) {
        rest += text(at, start);
        at = end;
      }
      return { code: directives + head.join('') + rest + text(at, code.length), map: null };
    },
  };
}

function visit(node, parent, see) {
  see(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') visit(child, node, see);
    }
  }
}

/** Whether parentheses may stand around a function: a method has none of its own. */
function isFreeStanding(node, parent) {
  if (node.type === 'ArrowFunctionExpression') return true;
  if (node.type !== 'FunctionExpression' || parent.type === 'MethodDefinition') return false;
  return parent.type !== 'Property' || (!parent.method && parent.kind === 'init');
}

/** Tells where the code of the rare modules stands: Rolldown writes the path of each module before it. */
function rareRanges(code, moduleIds, rare) {
  const marks = [];
  for (const id of moduleIds) {
    const comment = `// ${relative(process.cwd(), id)}\n`;
    const index = code.startsWith(comment) ? 0 : code.indexOf(`\n${comment}`);
    // A module of which nothing is left has none.
    if (index !== -1) marks.push({ index, rare: rare?.test(id) ?? false });
  }
  marks.sort((one, other) => one.index - other.index);
  return (position) => marks.findLast(({ index }) => index < position)?.rare ?? false;
}

function withInserts(code, inserts) {
  // What closes at a place goes before what opens there.
  inserts.sort(([a, x], [b, y]) => a - b || (x === y ? 0 : x === ')' ? -1 : 1));
  return (from, to) => {
    let out = '';
    let at = from;
    for (const [position, text] of inserts) {
      if (position < from || position > to) continue;
      // Those of a neighbour.
      if ((position === from && text === ')') || (position === to && text === '(')) continue;
      out += code.slice(at, position) + text;
      at = position;
    }
    return out + code.slice(at, to);
  };
}
