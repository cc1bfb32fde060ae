import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import type { ChoixHumain } from '#src/domain/declaration/chaine/resultats.ts';
import type { Dossier } from '#src/domain/declaration/chaine/analyser.ts';
import { avecNoms, contexteDe } from '#src/domain/declaration/contexte.ts';
import { DecisionHumaine, Transmission, type Declaration, type DonneesDeFormulaire } from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/declaration/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/declaration/formulaire/options.ts';
import { FormulaireAbsent } from '#src/domain/declaration/refus.ts';
import { donneesDeVolet, type DonneesDeVolet } from '#src/domain/declaration/saisie/donnees.ts';

/** The form definition a declaration was begun with, in force or not today. @throws FormulaireAbsent */
export function definitionDe(unite: UniteDeLecture, declaration: Declaration): DefinitionDeFormulaire {
  const publie = unite.registre.formulaireParEmpreinte(declaration.formulaireEmpreinte);
  if (!publie) throw new FormulaireAbsent(declaration.equipement.type, declaration.exercice);
  return publie.definition as DefinitionDeFormulaire;
}

/** Last transmission, with the declaration as it was signed; null before the first. */
export const derniereTransmission = (unite: UniteDeLecture, declaration: Declaration): Promise<Transmission | null> =>
  unite.em.findOne(Transmission, { declaration: declaration.id }, { orderBy: { numero: 'desc' } });

/** The draft, judged with the Caf's records of today. */
export async function dossierDuBrouillon(unite: UniteDeLecture, declaration: Declaration): Promise<Dossier> {
  const transmissions = await unite.em.count(Transmission, { declaration: declaration.id });
  return {
    definition: definitionDe(unite, declaration), perennite: declaration.perennite,
    activite: donneesDeVolet(declaration.donneesActivite), finances: donneesDeVolet(declaration.donneesFinances),
    contexte: await contexteDe(unite, declaration, transmissions > 0), choix: await choixHumains(unite, declaration),
  };
}

/** What was signed, judged with the records of that day: a later change of theirs does not rewrite it. */
export async function dossierTransmis(unite: UniteDeLecture, declaration: Declaration, transmission: Transmission): Promise<Dossier> {
  const { activite, finances, contexte } = transmission.donnees as { activite: DonneesDeFormulaire; finances: DonneesDeFormulaire; contexte: ContexteJson };
  const volet = (valeurs: DonneesDeFormulaire): DonneesDeVolet => donneesDeVolet({ valeurs });
  return {
    definition: definitionDe(unite, declaration), perennite: declaration.perennite, activite: volet(activite), finances: volet(finances),
    contexte: await avecNoms(unite, contexte), choix: await choixHumains(unite, declaration),
  };
}

/** Human decisions taken on the cases of a declaration: they hold as long as the case has the same facts. */
async function choixHumains(unite: UniteDeLecture, declaration: Declaration): Promise<ChoixHumain[]> {
  const decisions = await unite.em.find(DecisionHumaine, { declaration: declaration.id }, { populate: ['regleDecision'], orderBy: { le: 'asc' } });
  return decisions.map(({ jeu, choix, regleDecision }) => ({ jeu, choix, faits: regleDecision.faits }));
}
