// What every part that is loaded later begins with.

// Such a part shares modules with the first load. Without this import the bundler would cut each set of shared modules
// out of the first load as a file of its own; with it, there is one set, and the first load stays in one piece.
import '../start.tsx';

/** Adds a part's style sheet to the page. One made by script needs no leave of the content security policy. */
export function adoptStyles(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
