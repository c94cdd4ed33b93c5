/** Writes the TypeScript of the builders from the declarations: `src/build/builders.ts` is its output. */
import {
  elementsOf,
  type ComplexType,
  type ConfigType,
  type ElementType,
  type SimpleType,
} from '../model/index.ts';
import {
  attributeKey,
  childShapes,
  isTextAlone,
  takesXml,
  textKey,
  xmlKey,
} from '../reference/keys.ts';

export function typescriptOf(configs: readonly ConfigType[]): string {
  const parts = configs.map((config) => configSource(config));
  const imports = configs.map(
    ({ name }) => `import { ${camel(name)}Type } from '../types/${name}.ts';\n`,
  );
  return [
    '// Written by typescriptOf from the declarations in src/types; a test tells when it is out of date.\n',
    "import { builder, type Builder, type List, type OneOrMore, type Placeholder, type TextWith } from './builder.ts';\n",
    ...imports,
    ...parts,
  ].join('');
}

function configSource(config: ConfigType): string {
  const prefix = pascal(config.name);
  const done = new Map<ComplexType, string>();
  const interfaces: string[] = [];
  const nameOf = (type: ComplexType): string => {
    let name = done.get(type);
    if (name === undefined) {
      name = done.size === 0 ? prefix : prefix + pascal(type.name);
      done.set(type, name);
      const at = interfaces.push('') - 1;
      interfaces[at] = interfaceSource(type, name, nameOf);
    }
    return name;
  };
  const root = nameOf(config.root.type as ComplexType);
  const build = `\n/** Writes the text of a ${config.fileName}. ${comment(config.doc)} */\nexport const ${camel(config.name)}: Builder<${root}> = builder(${camel(config.name)}Type);\n`;
  return interfaces.join('') + build;
}

type NameOf = (type: ComplexType) => string;

function interfaceSource(type: ComplexType, name: string, nameOf: NameOf): string {
  const lines: string[] = [];
  const add = (
    key: string,
    written: string,
    {
      doc,
      required,
      byDefault,
    }: { doc: string; required: boolean; byDefault?: string | undefined },
  ) => {
    const shown = byDefault === undefined || byDefault === '' ? '' : ` Default: ${byDefault}.`;
    lines.push(
      `  /** ${comment(doc + shown)} */\n  readonly ${quoted(key)}${required ? '' : '?'}: ${written}${required ? '' : ' | undefined'};\n`,
    );
  };
  for (const {
    name: attribute,
    type: value,
    required,
    doc,
    default: byDefault,
  } of type.attributes) {
    add(attributeKey(type, attribute), valueSource(value), { doc, required, byDefault });
  }
  if (type.text)
    add(textKey, valueSource(type.text), { doc: 'The text of the element.', required: false });
  const shapes = childShapes(type);
  for (const element of elementsOf(type)) {
    const { several, required } = shapes.get(element.name)!;
    const one = elementSource(element.type, nameOf);
    add(element.name, several ? `OneOrMore<${one}>` : one, { doc: element.doc, required });
  }
  if (takesXml(type))
    add(xmlKey, 'string', { doc: 'XML that Repose does not look into.', required: false });
  return `\nexport interface ${name} {\n${lines.join('')}}\n`;
}

function elementSource(type: ElementType, nameOf: NameOf): string {
  if (type.kind === 'simple') return valueSource(type);
  return isTextAlone(type) ? `TextWith<${nameOf(type)}>` : nameOf(type);
}

function valueSource(type: SimpleType): string {
  if (type.item) return `List<${wordSource(type.item)}>`;
  const source = wordSource(type);
  return source === 'string' ? source : `${source} | Placeholder`;
}

function wordSource(type: SimpleType): string {
  if (type.oneOf) return type.oneOf.map((word) => `'${word}'`).join(' | ');
  if (type.builtin === 'boolean') return 'boolean';
  return ['double', 'int', 'long', 'integer', 'positiveInteger'].includes(type.builtin)
    ? 'number'
    : 'string';
}

function comment(text: string): string {
  return text.replaceAll('*/', '*\\/');
}

function quoted(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`;
}

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

function pascal(name: string): string {
  const word = camel(name);
  return word[0]!.toUpperCase() + word.slice(1);
}
