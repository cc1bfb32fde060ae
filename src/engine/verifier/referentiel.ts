/** Checks of a referential that conforms to its schema. */
import type { Anomalie, Signaler } from '#src/engine/erreurs.ts';
import type { FichierDeReferentiel, Propriete } from '#src/engine/format.ts';
import { controlerAppuisDesEntrees } from './appuis.ts';

export function verifierReferentiel(fichier: FichierDeReferentiel): Anomalie[] {
  const anomalies: Anomalie[] = [];
  const signaler: Signaler = (chemin, message) =>
    void anomalies.push({ controle: 'references', chemin, message });
  const { du, au } = fichier.applicable;
  if (au !== null && au <= du)
    signaler('/applicable/au', `la fin de validité ${au} doit suivre son début ${du}.`);
  controlerCodes(fichier.entrees, '/entrees', signaler);
  controlerAppuisDesEntrees(fichier, signaler);
  return anomalies;
}

/**
 * No code twice in the lines, nor in the lists of one name within them: the roles of all services have
 * different codes.
 */
function controlerCodes(
  lignes: readonly (Propriete | undefined)[],
  chemin: string,
  signaler: Signaler,
  vus = new Map<string, Set<string>>(),
  liste = '',
): void {
  const siens = vus.get(liste) ?? new Set();
  vus.set(liste, siens);
  for (const [rang, ligne] of lignes.entries()) {
    if (typeof ligne !== 'object' || ligne === null || estUneListe(ligne)) continue;
    const { code } = ligne;
    if (typeof code === 'string' && siens.size === siens.add(code).size)
      signaler(`${chemin}/${rang}/code`, `le code « ${code} » est déjà celui d’une ligne au-dessus.`);
    for (const [nom, propriete] of Object.entries(ligne))
      if (typeof propriete === 'object' && propriete !== null && estUneListe(propriete))
        controlerCodes(propriete, `${chemin}/${rang}/${nom}`, signaler, vus, `${liste}/${nom}`);
  }
}

const estUneListe = (propriete: object): propriete is readonly Propriete[] => Array.isArray(propriete);
