// Colours for terminals. All output is coloured; where no colours are wanted, they are stripped on writing.
import kleur from 'kleur';

kleur.enabled = true;

export { kleur };
