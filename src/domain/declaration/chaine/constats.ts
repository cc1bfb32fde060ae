import { champA } from '#src/domain/declaration/formulaire/champs.ts';
import type { DefinitionDeFormulaire, Etape } from '#src/domain/declaration/formulaire/definition.ts';
import type { Controle, DecisionEvaluee, DemandeDEtape, Manquant } from '#src/domain/declaration/chaine/resultats.ts';

/** Path of the field behind a fact, in the form; null when it does not come from it. */
export function cheminDuFait({ etape, rang }: Pick<DemandeDEtape, 'etape' | 'rang'>, fait: string): string | null {
  const cible = etape.champs?.[fait];
  if (cible === undefined) return null;
  return cible.startsWith('.') ? `${etape.pourChaque}.${rang ?? 0}${cible}` : cible;
}

function cheminsDesFaits(demande: DemandeDEtape, faits: readonly string[]): string[] {
  const chemins = faits.map((fait) => cheminDuFait(demande, fait)).filter((chemin) => chemin !== null);
  return [...new Set(chemins)];
}

/** The findings of one decision, each with the fields to point at. */
export function controlesDe(demande: DemandeDEtape, intitule: string, decision: DecisionEvaluee): Controle[] {
  const { etape } = demande;
  // A step that only draws consequences repeats, while the decision is awaited, what the step it follows has said.
  if (etape.suit !== undefined && decision.etat !== 'decide') return [];
  return decision.constats.map((constat) => ({
    etape: etape.id, titre: intitule, volet: etape.volet, gravite: constat.gravite, regle: constat.regle, issue: constat.issue,
    message: constat.message, commentCorriger: constat.commentCorriger, source: constat.source, certitude: constat.certitude,
    champs: cheminsDesFaits(demande, constat.champs),
  }));
}

/**
 * Each fault once: rule files judge the same dates one after the other, and a finding that blocks with the same outcome
 * at the same field says nothing more the second time.
 */
export function sansRepetition(controles: readonly Controle[]): Controle[] {
  const cle = ({ gravite, issue, message, champs }: Controle): string => (gravite === 'bloquant' && champs[0] !== undefined ? `${champs[0]} ${issue ?? message}` : '');
  return controles.filter((controle, rang) => cle(controle) === '' || controles.findIndex((autre) => cle(autre) === cle(controle)) === rang);
}

/** Facts that are missing, as fields to fill in or records to ask the Caf for. */
export function manquantsDe(definition: DefinitionDeFormulaire, demande: DemandeDEtape, manquants: readonly string[]): Manquant[] {
  const { etape } = demande;
  return manquants.flatMap((fait): Manquant[] => {
    const explique = etape.manquants?.[fait];
    if (explique !== undefined) return [{ champ: null, volet: etape.volet, message: explique }];
    // What comes from a former result is missing because that step lacks a fact, which is reported there.
    if (vientDAilleurs(etape, fait)) return [];
    const champ = cheminDuFait(demande, fait);
    const situe = champ === null ? null : champA(definition, champ);
    if (champ !== null && situe) return [{ champ, volet: situe.section.volet, message: champ.includes('.') ? `${situe.libelle} : à remplir.` : `${situe.libelle} : indiquez au moins une valeur.` }];
    return [{ champ: null, volet: etape.volet, message: `${etape.titre} : une information manque dans les dossiers de votre Caf. Contactez-la.` }];
  });
}

/** Whether a fact comes from a former result, and not straight from a field. */
export const vientDAilleurs = (etape: Etape, fait: string): boolean => /\b(resultats|deLaLigne|variables)\b/.test(etape.faits[fait] ?? '');
