import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDocker } from './docker/container.ts';
import { isHere, whyNoDocker } from './docker/engine.ts';
import { run } from './docker/image.ts';
import { withLock } from './lock.ts';
import { stateDir } from './state.ts';

/** A project with a Vagrant machine that is up. Its folder is `/vagrant` there. */
export interface VagrantProject {
  readonly dir: string;
  /** What every `vagrant` of this project must find in its environment: a VAGRANT_HOME of its own. */
  readonly env: NodeJS.ProcessEnv;
  vagrant(...words: readonly string[]): Promise<string>;
}

/** What keeps a Vagrant machine from running here, with what to do about it. */
export function whyNoVagrant(): { readonly what: string; readonly how: string } | undefined {
  if (!isHere('vagrant')) return { what: 'vagrant', how: 'apt-get install vagrant docker.io' };
  return whyNoDocker();
}

/**
 * The machine that all tests share: made by the first call (about ten seconds), used again by the
 * later ones. Put files of a test into a folder of its own below `dir`.
 */
export function sharedVagrant(): Promise<VagrantProject> {
  return withLock('vagrant', async () => {
    const project = await writeVagrantProject(stateDir('vagrant', 'project'));
    // The user there has another id than we have here.
    chmodSync(project.dir, 0o777);
    if (!(await isUp(project))) await project.vagrant('up');
    return project;
  });
}

/** Ends the shared machine, where there is one. */
export function destroySharedVagrant(): Promise<void> {
  return withLock('vagrant', async () => {
    const dir = stateDir('vagrant', 'project');
    if (!existsSync(join(dir, '.vagrant'))) return;
    await vagrantIn(dir).vagrant('destroy', '--force');
  });
}

/**
 * Writes a Vagrantfile for machines that are containers of the tests' Debian into `dir`; nothing is
 * brought up. With `machines`, a project of several.
 */
export async function writeVagrantProject(
  dir: string,
  machines: readonly string[] = [],
): Promise<VagrantProject> {
  const build = await writeImageRecipe(await ensureDocker());
  const provider = (subject: string): string =>
    `${subject}.vm.provider 'docker' do |docker|
    docker.build_dir = '${build}'
    docker.has_ssh = true
    docker.remains_running = true
  end`;
  const body =
    machines.length === 0
      ? provider('config')
      : machines
          .map((name) => `config.vm.define '${name}' do |${name}|\n  ${provider(name)}\n  end`)
          .join('\n  ');
  const text = `Vagrant.configure('2') do |config|
  # The key is no secret and the machine listens on loopback: a fresh one would only cost time.
  config.ssh.insert_key = false
  ${body}
end
`;
  writeFileSync(join(dir, 'Vagrantfile'), text);
  return vagrantIn(dir);
}

function vagrantIn(dir: string): VagrantProject {
  const env = {
    ...process.env,
    VAGRANT_HOME: stateDir('vagrant', 'home'),
    VAGRANT_CHECKPOINT_DISABLE: '1',
    // Vagrant reads the image's id from what the classic builder prints.
    DOCKER_BUILDKIT: '0',
  };
  return { dir, env, vagrant: (...words) => run('vagrant', words, { cwd: dir, env }) };
}

/** The folder with the Dockerfile of a machine that Vagrant can log in to. */
async function writeImageRecipe(image: string): Promise<string> {
  const dir = stateDir('vagrant', 'image');
  const lines = [
    `FROM ${image}`,
    'RUN useradd --create-home --shell /bin/bash --password "*" vagrant \\',
    ' && echo "vagrant ALL=(ALL) NOPASSWD:ALL" >/etc/sudoers.d/vagrant \\',
    ' && mkdir -p /run/sshd /home/vagrant/.ssh',
    'COPY vagrant.pub /home/vagrant/.ssh/authorized_keys',
    'RUN chown -R vagrant: /home/vagrant/.ssh && chmod -R go= /home/vagrant/.ssh',
    'EXPOSE 22',
    'CMD ["/usr/sbin/sshd", "-D", "-o", "UseDNS=no"]',
  ];
  writeFileSync(join(dir, 'vagrant.pub'), readFileSync(insecureKey()));
  writeFileSync(join(dir, 'Dockerfile'), `${lines.join('\n')}\n`);
  return dir;
}

/** Vagrant's own public key, which every Vagrant knows the private part of. */
function insecureKey(): string {
  // Debian's package, then the one of Vagrant's makers.
  const folders = ['/usr/share/rubygems-integration/all/gems', '/opt/vagrant/embedded/gems'];
  for (const folder of folders.filter((path) => existsSync(path))) {
    const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
      /(^|\/)vagrant-[0-9.]+[^/]*\/keys\/vagrant\.pub$/.test(path),
    );
    if (found) return join(folder, found);
  }
  throw new Error(`Vagrant's insecure public key is below none of ${folders.join(', ')}`);
}

async function isUp(project: VagrantProject): Promise<boolean> {
  const status = await project.vagrant('status', '--machine-readable').catch(() => '');
  return /,state,running$/m.test(status);
}
