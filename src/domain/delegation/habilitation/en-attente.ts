import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';

const lues = new WeakMap<UniteDeLecture, Promise<Habilitation[]>>();

/**
 * The roles of the reader that wait for the validation of his Caf, with their equipments; none for anybody
 * else than a partner's user.
 */
export function rolesEnAttente(unite: UniteDeLecture): Promise<Habilitation[]> {
  const { acteur, em, aujourdhui } = unite;
  if (acteur.type !== 'partenaire') return Promise.resolve([]);
  const deja = lues.get(unite);
  if (deja) return deja;
  const lecture = em.find(
    Habilitation,
    {
      utilisateur: acteur.utilisateurId,
      etat: 'en-attente-caf',
      $or: [{ au: null }, { au: { $gt: aujourdhui.toString() } }],
    },
    { populate: ['equipement'], orderBy: { demandeLe: 'asc', id: 'asc' } },
  );
  lues.set(unite, lecture);
  return lecture;
}
