/** A recorded decision taken again from its hash, and what that changed, in words. */
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { chercherDecision } from '#src/domain/suivi/explication/chercher.ts';
import { fichierDe } from '#src/domain/suivi/explication/expliquer.ts';
import { ETATS_EN_CLAIR, typographier, valeurTracee } from '#src/kernel/decision/mots.ts';
import { ErreurDuMoteur, type Decision as DecisionDuMoteur, type FichierClos } from '#src/engine/index.ts';
import { rejouer } from '#src/domain/politique/registre/rejeu.ts';

export interface RejeuEnMots {
  /** Instant of the replay, ISO 8601. */
  readonly le: string;
  readonly identique: boolean;
  readonly differences: readonly { readonly quoi: string; readonly avant: string; readonly apres: string }[];
  /** Why it could not be replayed; null when it was. */
  readonly echec: string | null;
}

type Reponse = Pick<DecisionDuMoteur, 'etat' | 'issues' | 'constats' | 'calculs' | 'manquants'>;

const NOMS: Readonly<Record<keyof Reponse, string>> = {
  etat: 'État',
  issues: 'Issue',
  constats: 'Motifs',
  calculs: 'Calculs',
  manquants: 'Informations manquantes',
};

/**
 * Replays one decision with the very version it was taken with. Nothing is written.
 * @throws Introuvable | ReferenceAmbigue | VersionDisparue
 */
export async function rejouerEnMots(unite: UniteDeLecture, reference: string): Promise<RejeuEnMots> {
  const decision = await chercherDecision(unite, reference);
  const clos = fichierDe(unite, decision);
  const le = unite.maintenant.toISOString();
  try {
    const { differences, refaite } = await rejouer(unite.registre, decision);
    return typographier({
      le,
      identique: differences.length === 0,
      echec: null,
      differences: differences.map((partie) => ({
        quoi: NOMS[partie],
        avant: dire(clos, partie, decision),
        apres: dire(clos, partie, refaite.decision),
      })),
    });
  } catch (erreur) {
    if (!(erreur instanceof ErreurDuMoteur)) throw erreur;
    return {
      le,
      identique: false,
      differences: [],
      echec: `L’application ne sait plus évaluer cette version : ${erreur.message}`,
    };
  }
}

function dire(
  clos: FichierClos,
  partie: keyof Reponse,
  { etat, issues, constats, calculs, manquants }: Reponse,
): string {
  switch (partie) {
    case 'etat':
      return ETATS_EN_CLAIR[etat];
    case 'issues':
      return issues.map((code) => clos.decision.issues[code]?.libelle ?? code).join(', ') || 'aucune';
    case 'constats':
      return constats.map(({ regle, message }) => `${regle} : ${message}`).join('\n') || 'aucun';
    case 'calculs':
      return (
        Object.entries(calculs)
          .map(
            ([nom, valeur]) =>
              `${clos.faitsDerives[nom]?.libelle ?? nom} : ${valeurTracee(clos.faitsDerives[nom], valeur)}`,
          )
          .join('\n') || 'aucun'
      );
    case 'manquants':
      return manquants.map((nom) => clos.faits[nom]?.libelle ?? nom).join(', ') || 'aucune';
  }
}
