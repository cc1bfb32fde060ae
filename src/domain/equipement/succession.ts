import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { Animateur, Conventionnement, type Equipement } from '#src/domain/equipement/equipement.ts';
import { devanciers, postesDe, type Maillon } from '#src/domain/equipement/postes.ts';
import {
  ArriveeApresLeSuccesseur,
  ArriveeAvantLeDevancier,
  AutreEquipement,
  DejaSuccede,
  PosteCompteDeuxFois,
  SuccessionEnBoucle,
} from '#src/domain/equipement/refus.ts';

/** An animateur as he is to be recorded. */
interface Candidat {
  readonly id: string;
  readonly du: string;
  readonly succedeA: string | null;
}

export const nomDe = ({ prenom, nom }: Pick<Animateur, 'prenom' | 'nom'>): string => `${prenom} ${nom}`;

/**
 * « Succède à »: a post goes from one person of the equipment to one other, who came later; the two may be
 * there together for a while.
 * @throws AutreEquipement | SuccessionEnBoucle | DejaSuccede | ArriveeAvantLeDevancier |
 *   ArriveeApresLeSuccesseur | PosteCompteDeuxFois
 */
export async function exigerSuccession(
  unite: UniteDeTravail,
  equipement: Equipement,
  candidat: Candidat,
): Promise<void> {
  const animateurs = await unite.em.find(Animateur, { equipement: equipement.id });
  const successeur = animateurs.find(({ succedeA }) => succedeA?.id === candidat.id);
  if (successeur && successeur.du < candidat.du)
    throw new ArriveeApresLeSuccesseur(nomDe(successeur), successeur.du);
  if (candidat.succedeA === null) return;
  const devancier = animateurs.find(({ id }) => id === candidat.succedeA);
  if (!devancier) throw new AutreEquipement();
  const parId = new Map<string, Maillon>(animateurs.map((animateur) => [animateur.id, animateur]));
  if (devanciers(devancier.id, parId).includes(candidat.id)) throw new SuccessionEnBoucle(nomDe(devancier));
  const autre = animateurs.find(({ id, succedeA }) => id !== candidat.id && succedeA?.id === devancier.id);
  if (autre) throw new DejaSuccede(nomDe(devancier), nomDe(autre));
  if (candidat.du < devancier.du) throw new ArriveeAvantLeDevancier(nomDe(devancier), devancier.du);
  await exigerPosteCompteUneFois(unite, equipement, [
    ...parId.set(candidat.id, { id: candidat.id, succedeA: devancier }).values(),
  ]);
}

/** @throws PosteCompteDeuxFois when two conventionnements of one time would count one post */
async function exigerPosteCompteUneFois(
  unite: UniteDeTravail,
  equipement: Equipement,
  animateurs: readonly Maillon[],
): Promise<void> {
  const conventionnements = await unite.em.find(Conventionnement, { equipement: equipement.id });
  const postes = postesDe(animateurs);
  const comptes = conventionnements.map(({ du, au, animateurs: choisis }) => ({
    du,
    au,
    postes: new Set(choisis.map((id) => postes.get(id) ?? id)),
  }));
  for (const [rang, un] of comptes.entries()) {
    for (const autre of comptes.slice(rang + 1)) {
      if (un.du < autre.au && autre.du < un.au && [...un.postes].some((poste) => autre.postes.has(poste)))
        throw new PosteCompteDeuxFois();
    }
  }
}
