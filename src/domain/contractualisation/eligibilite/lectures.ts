import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import type { Service } from '#src/domain/contractualisation/service/service.ts';
import { servicesProposes } from '#src/domain/contractualisation/service/services.ts';

/** A form with what is needed to fill it in. */
export interface FormulaireARemplir {
  readonly formulaire: FormulaireEligibilite;
  /** The decision on the answers as they are; null while they are a draft. */
  readonly decision: Decision | null;
  readonly organisme: Organisme;
  readonly caf: Pick<Caf, 'nom' | 'courriel' | 'telephone'>;
  readonly services: readonly Service[];
}

/** @throws Introuvable outside the actor's scope */
export async function formulaireARemplir(unite: UniteDeLecture, id: string): Promise<FormulaireARemplir> {
  exiger(unite.acteur, 'FormulaireEligibilite', 'lire');
  const formulaire = await charger(unite, FormulaireEligibilite, id, 'Formulaire d’éligibilité', [
    'decision',
  ]);
  const partenaire = await unite.em.findOneOrFail(Partenaire, { id: formulaire.partenaire.id });
  return {
    formulaire,
    decision: formulaire.etat === 'brouillon' ? null : (formulaire.decision ?? null),
    organisme: await unite.em.findOneOrFail(Organisme, { id: partenaire.organisme.id }),
    caf: await unite.em.findOneOrFail(Caf, { id: formulaire.caf.id }),
    services: await servicesProposes(unite),
  };
}
