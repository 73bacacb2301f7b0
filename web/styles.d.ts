// Style sheets are imported for the bundler to find, or as their text for a part of the page that is loaded later.
declare module '*.css' {
  const text: string;
  export default text;
}
