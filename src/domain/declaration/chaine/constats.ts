import { champA } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Etape } from '#src/domain/formulaire/enchainement.ts';
import type { LigneDOrigine } from '#src/domain/declaration/chaine/preparation.ts';
import type {
  Controle,
  DecisionEvaluee,
  DemandeDEtape,
  Manquant,
} from '#src/domain/declaration/chaine/resultats.ts';

type AuSujetDe = Pick<DemandeDEtape, 'etape' | 'origines'>;

/**
 * Paths of the fields behind a fact, in the form: one per row the step is about; none when it does not come
 * from it.
 */
export function cheminsDuFait({ etape, origines }: AuSujetDe, fait: string): string[] {
  const cible = etape.champs?.[fait];
  if (cible === undefined) return [];
  if (!cible.startsWith('.')) return [cible];
  return origines.map(({ chemin, champs }) => `${chemin}.${champs[cible.slice(1)] ?? cible.slice(1)}`);
}

/** Whether a row only follows from fields typed for something else: an arrival is an absence before it. */
export const estDeduite = ({ champs }: LigneDOrigine): boolean => Object.keys(champs).length > 0;

const cheminsDesFaits = (demande: AuSujetDe, faits: readonly string[]): string[] => [
  ...new Set(faits.flatMap((fait) => cheminsDuFait(demande, fait))),
];

/** The findings of one decision, each with the fields to point at. */
export function controlesDe(demande: DemandeDEtape, intitule: string, decision: DecisionEvaluee): Controle[] {
  const { etape } = demande;
  // A step that only draws consequences repeats, while the decision is awaited, what the step it follows has
  // said.
  if (etape.suit !== undefined && decision.etat !== 'decide') return [];
  // What follows from other fields is no row of its own: where its consequence is drawn, the information is
  // told.
  const deduite = demande.origines.length > 0 && demande.origines.every(estDeduite);
  return decision.constats
    .filter(({ gravite }) => !deduite || gravite !== 'information')
    .map((constat) => ({
      etape: etape.id,
      titre: intitule,
      volet: etape.volet,
      gravite: constat.gravite,
      regle: constat.regle,
      issue: constat.issue,
      message: constat.message,
      commentCorriger: constat.commentCorriger,
      source: constat.source,
      certitude: constat.certitude,
      champs: cheminsDesFaits(demande, constat.champs),
    }));
}

/**
 * Each fault once: rule files judge the same dates one after the other, and a finding that blocks with the
 * same outcome
 * at the same field says nothing more the second time.
 */
export function sansRepetition(controles: readonly Controle[]): Controle[] {
  const cle = ({ gravite, issue, message, champs }: Controle): string =>
    gravite === 'bloquant' && champs[0] !== undefined ? `${champs[0]} ${issue ?? message}` : '';
  return controles.filter(
    (controle, rang) =>
      cle(controle) === '' || controles.findIndex((autre) => cle(autre) === cle(controle)) === rang,
  );
}

/** Facts that are missing, as fields to fill in or records to ask the Caf for. */
export function manquantsDe(
  definition: DefinitionDeFormulaire,
  demande: DemandeDEtape,
  manquants: readonly string[],
): Manquant[] {
  const { etape } = demande;
  return manquants.flatMap((fait): Manquant[] => {
    const explique = etape.manquants?.[fait];
    if (explique !== undefined) return [{ champ: null, volet: etape.volet, message: explique }];
    // What comes from a former result is missing because that step lacks a fact, which is reported there.
    if (vientDAilleurs(etape, fait)) return [];
    const [champ = null] = cheminsDuFait(demande, fait);
    const situe = champ === null ? null : champA(definition, champ);
    if (champ !== null && situe)
      return [
        {
          champ,
          volet: situe.section.volet,
          message: champ.includes('.')
            ? `${situe.libelle} : à remplir.`
            : `${situe.libelle} : indiquez au moins une valeur.`,
        },
      ];
    return [
      {
        champ: null,
        volet: etape.volet,
        message: `${etape.titre} : une information manque dans les dossiers de votre Caf. Contactez-la.`,
      },
    ];
  });
}

/** Whether a fact comes from a former result, and not straight from a field. */
export const vientDAilleurs = (etape: Etape, fait: string): boolean =>
  /\b(prepares|resultats|deLaLigne|variables)\b/.test(etape.faits[fait] ?? '');
