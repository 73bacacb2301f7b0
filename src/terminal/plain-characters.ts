// Plain replacements for the symbols in our drawings, for terminals that may lack them. Same width, so layouts stay.

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

/** True for the Linux console, whose fonts have few characters, and for a locale that is set but not UTF-8. */
export function needsPlainCharacters({ TERM, LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return TERM === 'linux' || (locale !== undefined && locale !== '' && !/utf-?8/i.test(locale));
}

/** Replaces our symbols in `text` by plain ones. Other non-ASCII characters of the caller stay. */
export function withPlainCharacters(text: string): string {
  return text.replace(FANCY, (character) => PLAIN[character] ?? character);
}
