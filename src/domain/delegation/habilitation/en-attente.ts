import { parUnite } from '#src/kernel/memo.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';

/**
 * The roles of the reader that wait for the validation of his Caf, with their equipments; none for anybody
 * else than a partner's user.
 */
export const rolesEnAttente = parUnite(async ({ acteur, em, aujourdhui }): Promise<Habilitation[]> => {
  if (acteur.type !== 'partenaire') return [];
  return em.find(
    Habilitation,
    {
      utilisateur: acteur.utilisateurId,
      etat: 'en-attente-caf',
      $or: [{ au: null }, { au: { $gt: aujourdhui.toString() } }],
    },
    { populate: ['equipement'], orderBy: { demandeLe: 'asc', id: 'asc' } },
  );
});
