import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { Internaute } from '#test/support/internaute.ts';
import type { BaseDeDemonstration } from '../base-de-demonstration.ts';

/** The fullest draft of the demonstration that is open to somebody who fills it in, on its page. */
export async function ouvrirUnFormulaire(
  { client }: Pick<BaseDeDemonstration, 'client'>,
  url: string,
): Promise<{ readonly personne: Internaute; readonly chemin: string; readonly page: string }> {
  const { rows } = await client.query<{ id: string; courriel: string }>(
    `select d.id, c.courriel from declaration d
     join habilitation h on h.equipement_id = d.equipement_id and h.role = 'FOURNISSEUR_ACTIVITE' and h.etat = 'accordee' and (h.au is null or h.au > now())
     join utilisateur u on u.id = h.utilisateur_id and u.clos_le is null join compte c on c.id = u.compte_id
     where d.etat = 'brouillon' and d.activite_complete_le is null
       and (select count(*) from utilisateur x where x.compte_id = c.id) = 1 and not exists (select 1 from agent_caf a where a.compte_id = c.id)
     order by length(d.donnees_activite::text) desc, d.id`,
  );
  for (const { id, courriel } of rows) {
    const personne = await new Internaute(url).seConnecter(courriel, MOT_DE_PASSE_DE_DEMONSTRATION);
    const chemin = `/partenaire/declarations/${id}/activite`;
    const page = await personne.lire(chemin);
    if (page.statut === 200) return { personne, chemin, page: page.texte };
  }
  throw new Error('no draft of the demonstration is open to its fournisseur');
}
