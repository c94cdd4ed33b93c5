import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Every link of the pages below `dir` that leads nowhere: `page -> target`. */
export function deadLinks(dir: string): readonly string[] {
  const dead: string[] = [];
  const anchors = new Map<string, ReadonlySet<string>>();
  const pages = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((f) =>
    f.endsWith('.html'),
  );
  for (const page of pages) {
    const html = readFileSync(join(dir, page), 'utf8');
    for (const [, raw] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const link = raw!.replaceAll('&amp;', '&');
      if (/^(?:[a-z]+:|\/\/)/i.test(link)) continue;
      const [path = '', anchor = ''] = link.split('#');
      const target =
        path === '' ? join(dir, page) : resolve(dir, dirname(page), decodeURIComponent(path));
      const file =
        existsSync(target) && statSync(target).isDirectory() ? join(target, 'index.html') : target;
      if (!existsSync(file)) dead.push(`${page} -> ${link}`);
      else if (anchor !== '' && file.endsWith('.html')) {
        if (!anchors.has(file)) anchors.set(file, anchorsOf(readFileSync(file, 'utf8')));
        if (!anchors.get(file)!.has(decodeURIComponent(anchor))) {
          dead.push(`${page} -> ${relative(dir, file)}#${anchor}`);
        }
      }
    }
  }
  return dead;
}

function anchorsOf(html: string): ReadonlySet<string> {
  return new Set(Array.from(html.matchAll(/\s(?:id|name)="([^"]*)"/g), (match) => match[1]!));
}
