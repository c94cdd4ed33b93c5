/**
 * What the demo plays: commands as a person would type them. A step may say something first, run in a
 * folder of the project, and end with a status other than 0.
 *
 * @param {string} make - what runs the project's jobs: `make`, or what stands in for it
 */
export const scenesWith = (make) => [
  {
    title: "rdo: run a command on the project's remote machine as if it were local",
    steps: [
      { say: 'One file says where that is.', run: 'cat .rdo.conf' },
      {
        say: 'The folder over there follows the one that you are in.',
        run: 'pwd; rdo pwd',
        cwd: 'src',
      },
      `rdo ${make} test`,
      { say: "The exit status is the command's own.", run: `rdo ${make} broken`, status: 2 },
      { say: 'Pipes go through.', run: 'rdo sort words.txt | head -n 1', cwd: 'src' },
      { run: 'echo "from here" | rdo tr a-z A-Z' },
      {
        say: 'Arguments arrive as they were typed.',
        run: `rdo printf '[%s]\\n' 'two words' '$HOME' "it's" ''`,
      },
      {
        say: 'A shell is asked for by name.',
        run: `rdo sh -c 'echo "$0 runs in $PWD" && exit 3'`,
        status: 3,
      },
      { run: `rdo 'echo a && echo b'`, status: 127 },
      { say: 'What would it do?', run: `rdo --dry-run ${make} test` },
    ],
  },
  {
    title: "xe: run a command in the project's own environment, with no activation step",
    steps: [
      {
        say: 'A program of the project is found from any folder of it.',
        run: 'xe greet',
        cwd: 'src',
      },
      { run: 'xe --which greet', cwd: 'src' },
      { say: 'Why that one?', run: 'xe --explain greet', cwd: 'src' },
    ],
  },
  {
    title: 'tsf: direct output into a timestamped file that never overwrites another',
    steps: [
      `echo '<h1>hello</h1>' | tsf page.html`,
      'ls *-page.html',
      {
        say: 'With a command, whose failure is not lost.',
        run: `tsf build.log -- ${make} broken`,
        status: 2,
      },
      'ls *-build.log*',
    ],
  },
  {
    title: 'randstr: random strings: secure, unbiased, fast, reproducible when a test wants it',
    steps: [
      'randstr',
      'randstr 12 -a crockford -g 4',
      { say: 'The same every time, for tests.', run: 'randstr -n 3 --seed demo' },
    ],
  },
  {
    title: 'repose-config: read, change, check and draw the configuration of the Repose HTTP proxy',
    steps: [
      'repose-config init gateway',
      'repose-config set endpoint http://127.0.0.1:8080/api -C gateway',
      'repose-config get endpoint -C gateway',
      {
        say: 'A typing mistake.',
        run: `sed -i.bak 's/<endpoint /<endpiont /' gateway/system-model.cfg.xml`,
      },
      { run: 'repose-config check gateway', status: 1 },
    ],
  },
];
