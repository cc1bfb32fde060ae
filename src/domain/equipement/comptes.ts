import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Animateur, type Conventionnement } from '#src/domain/equipement/equipement.ts';
import { comptesPar } from '#src/domain/equipement/postes.ts';

/** Whether an animateur is there on a day of the period at least; ends are excluded. */
export const estPresent = (
  animateur: Pick<Animateur, 'du' | 'au'>,
  { du, au }: { readonly du: string; readonly au: string },
): boolean => animateur.du < au && (!animateur.au || animateur.au > du);

/**
 * The animateurs a conventionnement counts during its period, by name: those it lists, and who took over
 * their posts since.
 */
export async function animateursDuConventionnement(
  unite: UniteDeLecture,
  conventionnement: Conventionnement,
): Promise<Animateur[]> {
  const tous = await unite.em.find(
    Animateur,
    { equipement: conventionnement.equipement.id },
    { orderBy: { nom: 'asc', prenom: 'asc', id: 'asc' } },
  );
  const compte = comptesPar(conventionnement.animateurs, tous);
  return tous.filter((animateur) => compte(animateur.id) && estPresent(animateur, conventionnement));
}
