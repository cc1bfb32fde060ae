import path from 'node:path';

const dossier = path.resolve(import.meta.dirname, '..');

/**
 * Components of the bundle, by the name AdminJS knows them. A name among AdminJS's own overrides that
 * component.
 * A new screen adds its line here; its file exports the component as default.
 */
export const COMPOSANTS: Readonly<Record<string, string>> = {
  Application: path.join(dossier, 'ui', 'application.tsx'),
  Atelier: path.join(dossier, 'ecrans', 'atelier', 'page.tsx'),
  PageDecision: path.join(dossier, 'ecrans', 'decision', 'page.tsx'),
  DroitsAUneDate: path.join(dossier, 'ecrans', 'droits', 'page.tsx'),
  LettreDecision: path.join(dossier, 'ecrans', 'lettre', 'page.tsx'),
};
