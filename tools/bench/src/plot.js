const ROW = 26;
const LABEL = 240;
const BAR = 420;
const VALUE = 110;

/** One table as an SVG bar chart that reads on light and on dark pages. */
export function toSvg(table) {
  const rows = table.rows.filter((row) => !row.missing);
  const longest = Math.max(...rows.map((row) => row.median));
  const height = 34 + rows.length * ROW + 10;
  const width = LABEL + BAR + VALUE;
  const bars = rows.map((row, index) => {
    const y = 34 + index * ROW;
    const length = Math.max(1, (row.median / longest) * BAR);
    return [
      `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${escape(row.label)}</text>`,
      `<rect x="${LABEL}" y="${y + 3}" width="${length.toFixed(1)}" height="${ROW - 8}" rx="2" fill="${index === 0 ? '#2f7d5b' : '#8a93a3'}"/>`,
      `<text x="${(LABEL + length + 6).toFixed(1)}" y="${y + 15}">${row.median.toPrecision(3)} ${table.unit}</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(table.title)}" font-family="sans-serif" font-size="13" fill="#7d8590">
<text x="0" y="18" font-weight="bold">${escape(table.title)} (${table.higherIsBetter ? 'longer' : 'shorter'} is better)</text>
${bars.join('\n')}
</svg>
`;
}

function escape(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
