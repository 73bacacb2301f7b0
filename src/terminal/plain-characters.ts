// Characters of our own for terminals that may not have the usual ones: as wide, so that no layout changes.

const PLAIN: Readonly<Record<string, string>> = {
  '❯': '>',
  '›': '>',
  '●': '*',
  '○': 'o',
  '■': 'x',
  '□': 'o',
  '☑': 'x',
  '☐': 'o',
  '•': '*',
  '✔': '+',
  '✖': 'x',
  '✎': '#',
  '↑': '^',
  '↓': 'v',
  '…': '.',
  '—': '-',
  '–': '-',
  '─': '-',
  '┄': '-',
  '│': '|',
  '·': '|',
  '⟨': '<',
  '⟩': '>',
};
const FANCY = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

/** True for the Linux console, whose fonts hold few characters, and where a locale is named that is not UTF-8. */
export function needsPlainCharacters({ TERM, LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return TERM === 'linux' || (locale !== undefined && locale !== '' && !/utf-?8/i.test(locale));
}

/** `text` with plain characters in place of ours. What a caller wrote in other characters stays as it is. */
export function withPlainCharacters(text: string): string {
  return text.replace(FANCY, (character) => PLAIN[character] ?? character);
}
