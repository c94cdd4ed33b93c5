/**
 * Stands in for the package string-width in the bundled yargs: that one builds an Intl.Segmenter
 * when it is imported, which takes longer than all the rest of the help.
 *
 * @returns how many columns of a terminal the text takes; graphemes of several characters count
 * each of them, apart from combining marks and joiners.
 */
export default function stringWidth(text: string): number {
  let width = 0;
  for (const character of text.replaceAll(/\u001b\[[\d;]*m/g, '')) {
    if (/\p{Mark}|\p{Control}|\p{Format}/u.test(character)) continue;
    width +=
      /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
