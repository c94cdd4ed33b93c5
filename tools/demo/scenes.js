/**
 * What the demo plays: commands as a person would type them. A step may say something first, run in a
 * folder of the project, and end with a status other than 0.
 */
export const scenes = [
  {
    title: "rdo: run a command on the project's remote machine as if it were local",
    steps: [
      { say: 'One file says where that is.', run: 'cat .rdo.conf' },
      {
        say: 'The folder over there follows the one that you are in.',
        run: 'pwd; rdo pwd',
        cwd: 'src',
      },
      'rdo make test',
      { say: "The exit status is the command's own.", run: 'rdo make broken', status: 2 },
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
      { say: 'What would it do?', run: 'rdo --dry-run make test' },
    ],
  },
];
