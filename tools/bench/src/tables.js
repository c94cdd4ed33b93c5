/** A table for the terminal. */
export function toText(table) {
  const lines = cells(table);
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const body = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  );
  return `\n${table.title}\n${body.map((line) => `  ${line}`).join('\n')}`;
}

/** A suite's results as the Markdown that a README shows. */
export function toMarkdown(result) {
  const { machine } = result;
  const parts = [`## ${result.title}`];
  for (const table of result.tables) {
    const [head, ...rows] = cells(table);
    parts.push(
      `**${table.title}**`,
      [head, head.map((_, column) => (column === 0 ? '---' : '--:')), ...rows]
        .map((line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
        .join('\n'),
    );
  }
  if (result.targets.length > 0) {
    parts.push(
      [
        ['target', 'measured', 'bound', ''],
        ['---', '--:', '--:', '---'],
        ...result.targets.map((target) => [
          target.title.replaceAll('|', '\\|'),
          target.value === undefined ? '' : `${number(target.value)} ${target.unit}`.trim(),
          `${target.atMost === undefined ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`} ${target.unit}`.trim(),
          target.verdict,
        ]),
      ]
        .map((line) => `| ${line.join(' | ')} |`)
        .join('\n'),
    );
  }
  parts.push(...result.notes);
  const peers = Object.entries(result.peers ?? {}).map(([name, version]) => `${name} ${version}`);
  const beside = peers.length > 0 ? ` Peers: ${peers.join(', ')}.` : '';
  parts.push(
    `Medians of one run on ${machine.cpus} × ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}.${beside}`,
  );
  return `${parts.join('\n\n')}\n`;
}

function cells(table) {
  const present = table.rows.filter((row) => !row.missing);
  const best = (table.higherIsBetter ? Math.max : Math.min)(...present.map((row) => row.median));
  const factor = (row) => (table.higherIsBetter ? best / row.median : row.median / best);
  const rates = present.some((row) => row.bytesPerSecond);
  const memory = present.some((row) => row.peakMemory);
  return [
    [
      '',
      `median ${table.unit}`,
      'min',
      'max',
      '× best',
      ...(rates ? ['MB/s'] : []),
      ...(memory ? ['peak MiB'] : []),
    ],
    ...table.rows.map((row) => {
      if (row.missing) {
        return [
          row.label,
          'missing',
          '',
          '',
          row.missing,
          ...(rates ? [''] : []),
          ...(memory ? [''] : []),
        ];
      }
      return [
        row.label,
        number(row.median),
        number(row.min),
        number(row.max),
        factor(row).toFixed(2),
        ...(rates ? [row.bytesPerSecond ? String(Math.round(row.bytesPerSecond / 1e6)) : ''] : []),
        ...(memory ? [row.peakMemory ? (row.peakMemory / 2 ** 20).toFixed(1) : ''] : []),
      ];
    }),
  ];
}

function number(value) {
  if (value >= 1000) return String(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
