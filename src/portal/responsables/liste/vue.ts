import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { listerMandats } from '#src/domain/delegation/mandat/lectures.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';
import type { Acte } from '#src/portal/composants/index.ts';
import { CHEMIN_RESPONSABLES, ligneDe, type LigneMandat } from '#src/portal/responsables/mandat.ts';

/** All « Responsables habilitations » shows. */
export async function vueDesResponsables(
  unite: UniteDeLecture,
): Promise<{ lignes: LigneMandat[]; nommer: Acte }> {
  const noms = new Map((await unite.em.find(Equipement, {})).map(({ id, nom }) => [id, nom]));
  const lignes: LigneMandat[] = [];
  for (const mandat of await listerMandats(unite)) lignes.push(await ligneDe(unite, mandat, noms));
  const nommer = {
    nom: 'nommer',
    libelle: 'Nommer un responsable',
    href: `${CHEMIN_RESPONSABLES}/nommer`,
    pourquoi: await pourquoi(unite, nommerResponsable, { titulaire: null }),
  };
  return { lignes, nommer };
}
