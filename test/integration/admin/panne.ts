import { z } from 'zod';
import { actionDeListe, definirRessource } from '#admin/definition/definition.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';

/** How often the commands of this file ran. */
export const COMMANDES_DE_PANNE = { executions: 0 };

/** Cuts its own connection half-way, as an outage at the wrong moment would. */
const couper = definirCommande({
  nom: 'essai.couper',
  droit: ['Equipement', 'creer'],
  saisie: z.object({ nom: z.string() }),
  async executer(unite) {
    COMMANDES_DE_PANNE.executions += 1;
    await unite.em.execute('select pg_terminate_backend(pg_backend_pid())');
  },
});

export const RESSOURCE_EN_PANNE = definirRessource({
  id: 'pannes',
  entite: Equipement,
  droit: 'Equipement',
  libelle: 'Pannes',
  singulier: 'Panne',
  groupe: null,
  titre: { depuis: ['nom'], texte: ({ nom }) => String(nom) },
  champs: { nom: { libelle: 'Nom', genre: 'texte' } },
  liste: ['nom'],
  tri: { champ: 'nom', sens: 'asc' },
  actionsDeListe: [
    actionDeListe({
      nom: 'couper',
      libelle: 'Couper',
      commande: couper,
      champs: [{ nom: 'nom', libelle: 'Nom', genre: 'texte' }],
      succes: 'Coupé.',
    }),
  ],
});
