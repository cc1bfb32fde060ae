import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import type { DecisionTracee } from '#src/kernel/registre.ts';
import {
  Interlocuteur,
  type ContratService,
} from '#src/domain/contractualisation/contrat/contrat-service.ts';
import {
  champsDesConstats,
  faitsDuContrat,
  fonctionsAttendues,
} from '#src/domain/contractualisation/contrat/faits.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { finEffective } from '#src/domain/contractualisation/convention/etat.ts';
import { DocumentsIncomplets } from '#src/domain/contractualisation/convention/refus.ts';
import { estFavorable } from '#src/kernel/decision/favorable.ts';

/**
 * Has the rule file `contrat` decide, of record, that the documents are complete, and makes the contract
 * active.
 * @throws DocumentsIncomplets with every blocking finding
 */
export async function rendreActif(
  unite: UniteDeTravail,
  contrat: ContratService,
  convention: Convention,
): Promise<void> {
  const interlocuteurs = await unite.em.find(Interlocuteur, { contrat: contrat.id });
  const decision = await unite.decider({
    jeu: 'contrat',
    date: unite.aujourdhui.toString(),
    faits: faitsDuContrat(
      contrat,
      interlocuteurs,
      convention,
      fonctionsAttendues(unite.registre, unite.aujourdhui.toString()),
    ),
    sujet: { type: 'ContratService', id: contrat.id },
    cafId: contrat.caf.id,
    partenaireId: contrat.partenaire.id,
  });
  if (!estFavorable(decision)) {
    throw incomplets(decision);
  }
  const jour = unite.aujourdhui.toString();
  // A further contract of a convention under way begins with its activation; the first, with the convention.
  const du = convention.etat === 'active' && jour > convention.du ? jour : convention.du;
  unite.em.assign(contrat, { etat: 'actif', decision, du, au: finEffective(convention) });
}

function incomplets({ empreinte, constats }: Pick<Decision, 'empreinte' | 'constats'>): DocumentsIncomplets {
  const bloquants = constats.filter(({ gravite }) => gravite === 'bloquant');
  return new DocumentsIncomplets(bloquants, champsDesConstats(bloquants), [
    { empreinte, constats: bloquants },
  ]);
}

/** What {@link rendreActif} would refuse, without recording a decision. @throws DocumentsIncomplets */
export async function exigerComplets(
  unite: UniteDeLecture,
  contrat: ContratService,
  convention: Convention,
): Promise<void> {
  const { decision } = await apercuDeCompletude(
    unite,
    contrat,
    await unite.em.find(Interlocuteur, { contrat: contrat.id }),
    convention,
  );
  if (!estFavorable(decision)) throw incomplets(decision);
}

/** What the rule file would say today, without recording it: what is still missing, for a screen. */
export function apercuDeCompletude(
  unite: UniteDeLecture,
  contrat: ContratService,
  interlocuteurs: readonly Interlocuteur[],
  convention: Convention,
): Promise<DecisionTracee> {
  const jour = unite.aujourdhui.toString();
  return unite.registre.decider(
    'contrat',
    jour,
    faitsDuContrat(contrat, interlocuteurs, convention, fonctionsAttendues(unite.registre, jour)),
  );
}
