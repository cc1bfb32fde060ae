import { chargerPourModifier } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { FormulaireDUnAutre } from '#src/domain/contractualisation/eligibilite/refus.ts';

/**
 * The form an act is on, as it was read by the person; an invited person reaches his own only.
 * @throws FormulaireDUnAutre | Introuvable | VersionPerimee
 */
export async function leFormulaire(
  unite: UniteDeLecture,
  { formulaire: id, version }: { readonly formulaire: string; readonly version: number },
): Promise<FormulaireEligibilite> {
  if (unite.acteur.type === 'invite' && unite.acteur.formulaireId !== id) throw new FormulaireDUnAutre();
  return chargerPourModifier(unite, FormulaireEligibilite, id, version, 'Formulaire d’éligibilité');
}
