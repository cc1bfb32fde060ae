import path from 'node:path';

const dossier = path.join(import.meta.dirname, 'components');

/**
 * Components of the bundle, by the name AdminJS knows them. A name among AdminJS's own overrides that
 * component.
 * A new screen adds its line here; its file exports the component as default.
 */
export const COMPOSANTS: Readonly<Record<string, string>> = {
  Application: path.join(dossier, 'application.tsx'),
  Atelier: path.join(dossier, 'atelier.tsx'),
  PageDecision: path.join(dossier, 'decision', 'page.tsx'),
  DroitsAUneDate: path.join(dossier, 'passe', 'page.tsx'),
  LettreDecision: path.join(dossier, 'decision', 'lettre.tsx'),
};
