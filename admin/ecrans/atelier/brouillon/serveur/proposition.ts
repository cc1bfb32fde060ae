/**
 * What the engine decides of a case being typed in the grid: shown beside what the analyst expects, written
 * by nobody.
 */
import { calculsVus } from '#admin/ecrans/atelier/brouillon/serveur/calculs.ts';
import { casSaisi } from '#admin/ecrans/atelier/brouillon/serveur/saisie-de-retouche.ts';
import { compilerSiPossible, juger } from '#admin/ecrans/atelier/brouillon/serveur/verification.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { EditRefused } from '#src/engine/text-edit/index.ts';

const VIDE = { refus: null, champs: {}, etat: null, issues: [], regles: [], calculs: [] };
const A_CORRIGER = 'Le fichier doit d’abord être corrigé : voyez ce que disent les contrôles.';

/**
 * Judges the facts typed with the text as it is. Nothing is written; facts that cannot be read are told by
 * field.
 */
export async function proposer(unite: UniteDeLecture, brut: Readonly<Record<string, unknown>>) {
  try {
    const { clos, cas } = await casSaisi(unite, brut);
    const jeu = compilerSiPossible(clos);
    const decision = jeu ? juger(jeu, cas) : A_CORRIGER;
    if (typeof decision === 'string') return { ...VIDE, refus: decision };
    return {
      ...VIDE,
      etat: decision.etat,
      issues: decision.issues.map((code) => clos.decision.issues[code]?.libelle ?? code),
      regles: decision.constats.map(({ regle }) => regle),
      calculs: calculsVus(clos, decision, undefined),
    };
  } catch (erreur) {
    if (!(erreur instanceof EditRefused)) throw erreur;
    return {
      ...VIDE,
      refus: erreur.message,
      champs: erreur.champ === null ? {} : { [erreur.champ]: erreur.message },
    };
  }
}
