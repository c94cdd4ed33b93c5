import type { Finder } from '../types.ts';

/** Programs of Composer packages: `vendor/bin`, or where composer.json says. */
export const php: Finder = {
  name: 'php',
  markers: ['composer.json'],
  *find(layer, project) {
    if (!layer.has('composer.json')) return;
    const { fs, rules, root } = project;
    const text = fs.read(layer.path('composer.json')) ?? '';
    const config = configOf(text);
    const home = (path: string) => path.replace(/^(?:~|\$HOME)(?=\/)/, project.home ?? '~');
    const vendor = project.variable('COMPOSER_VENDOR_DIR') ?? config['vendor-dir'] ?? 'vendor';
    const own = project.variable('COMPOSER_BIN_DIR') ?? config['bin-dir'] ?? '{$vendor-dir}/bin';
    const bin = rules.resolve(layer.dir, home(own.replace('{$vendor-dir}', vendor)));
    const refused = !rules.within(root, bin)
      ? 'the folder lies outside the project'
      : fs.kind(bin) === 'directory'
        ? undefined
        : 'nothing is installed here, or no package has programs';
    yield { what: 'Composer programs', path: bin, refused, folders: [bin] };
  },
};

function configOf(text: string): { 'bin-dir'?: string; 'vendor-dir'?: string } {
  if (!text.includes('-dir"')) return {};
  try {
    const { config } = JSON.parse(text) as { config?: Record<string, unknown> };
    const value = (key: string) => {
      const found = config?.[key];
      return typeof found === 'string' ? { [key]: found } : {};
    };
    return { ...value('bin-dir'), ...value('vendor-dir') };
  } catch {
    return {};
  }
}
