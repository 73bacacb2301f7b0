// Colours for terminals. Everything is painted; where no colours are wanted, they are stripped as it is written.
import kleur from 'kleur';

kleur.enabled = true;

export { kleur };
