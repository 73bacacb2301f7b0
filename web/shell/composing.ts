// Detects keys of an input method: while a character is being composed, Enter and Escape belong to it.

/** True for a key that an input method handles. Safari marks the Enter that ends a composition by its key code alone. */
export function isComposing({
  isComposing,
  keyCode,
}: {
  readonly isComposing: boolean;
  readonly keyCode: number;
}): boolean {
  return isComposing || keyCode === 229;
}
