const largeFile = 'No configuration of Repose is like that: is this the right file?';
const noDoctype = 'Repose needs no DOCTYPE: it can be removed, from "<!DOCTYPE" to its ">".';

/** What to do about a problem that says nothing more to the point, by its code. */
export const usualHints: Readonly<Record<string, string>> = {
  'attribute-too-long': largeFile,
  'doctype-syntax': noDoctype,
  'entity-bomb': `Write the text itself in place of the entities. ${noDoctype}`,
  'entity-loop': 'Write the text itself in place of one of them.',
  'forbidden-character': 'Remove it.',
  'instruction-syntax': 'Write <?name text?>, or remove it.',
  'less-than-in-attribute': 'Write "&lt;" for the character itself.',
  'name-expected':
    'A tag is written <name attribute="value">: look for a quote, a "<" or a name that is missing before.',
  'name-too-long': largeFile,
  'name-with-colon': 'Write the name without a colon.',
  'no-root':
    'A configuration file is one element, such as <system-model ...>...</system-model>, with nothing but comments before it.',
  'second-root': 'Move it into the first one, or remove it.',
  'tag-syntax':
    'A tag is written <name attribute="value"> or <name/>: look for a quote or a ">" that is missing before.',
  'text-after-root': 'Remove it, or move it into the element.',
  'too-deep': 'Look for an end tag, such as </name>, that is missing before.',
  'too-long': largeFile,
  'too-many-attributes': largeFile,
  'too-many-namespaces': largeFile,
  'too-many-parts': largeFile,
  'undeclared-entity': `Declare it before, or remove it. ${noDoctype}`,
  'unparsed-entity': 'Write the text itself in its place.',
};
