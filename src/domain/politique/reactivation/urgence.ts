/** Putting a version back in force alone, when there is no time for a second person. */
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { activer } from '#src/domain/politique/activation/activer.ts';
import type { Approbation } from '#src/domain/politique/approbation/approbations.ts';
import { laVersionAuxJours } from '#src/domain/politique/reactivation/charger.ts';
import {
  demander,
  joursAReactiver,
  SAISIE_REACTIVATION,
} from '#src/domain/politique/reactivation/demande.ts';
import type { ReactivationRegle } from '#src/domain/politique/versions/reactivation-regle.ts';

/**
 * In an emergency one person is enough: at once, under a journal line of its own, and every other analyst is
 * written to.
 */
export const reactiverEnUrgence = definirCommande({
  nom: 'regle.reactiverEnUrgence',
  droit: ['ReactivationRegle', 'forcer'],
  saisie: SAISIE_REACTIVATION,
  charger: laVersionAuxJours,
  condition: joursAReactiver,
  async executer(unite, saisie, { version }, jours): Promise<Approbation> {
    const reactivation = await demander(unite, saisie, version, jours, 'urgence');
    await unite.em.flush();
    const { genre, jeu, empreinte, demandePar, id } = reactivation;
    const trous = await activer(
      unite,
      {
        genre,
        jeu,
        empreinte,
        ...jours,
        origine: 'urgence',
        motif: saisie.motif,
        demandePar,
        confirmePar: null,
        id,
      },
      true,
    );
    unite.journaliser({
      entite: 'ReactivationRegle',
      entiteId: id,
      motif: saisie.motif,
      details: { urgence: true, seul: demandePar, jeu, empreinte, ...jours },
    });
    await prevenirLesAutres(unite, reactivation, version.numero, saisie.motif);
    return { empreinte, jours, trous };
  },
});

async function prevenirLesAutres(
  unite: UniteDeTravail,
  { jeu, demandePar }: ReactivationRegle,
  numero: string,
  raison: string,
): Promise<void> {
  const personnes = await lireLignes(
    unite.em,
    tables
      .selectFrom('analyste')
      .select(['courriel', 'compte_id', 'prenom', 'nom'])
      .where(({ eb, or }) =>
        or([eb('clos_le', 'is', null), eb('clos_le', '>', unite.aujourdhui.toString())]),
      ),
  );
  const signataire = personnes.find((personne) => personne.compte_id === demandePar);
  const auteur = signataire ? `${signataire.prenom} ${signataire.nom}` : 'Une personne';
  for (const { courriel, compte_id: compte } of personnes) {
    if (compte === demandePar) continue;
    unite.envoyer({
      destinataire: courriel,
      cafId: null,
      objet: `Urgence : « ${jeu} » ${numero} remis en vigueur sans seconde signature`,
      corps: `${auteur} a remis en vigueur la version ${numero} de « ${jeu} », seul, par la procédure d’urgence.\n\nMotif : ${raison}\n\nVérifiez cette réactivation dans la chronologie du fichier : ${unite.adresse('/gestion')}\n`,
    });
  }
}
