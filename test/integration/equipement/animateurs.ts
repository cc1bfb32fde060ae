import { ajouterAnimateur, creerEquipement } from '#src/domain/equipement/commandes.ts';
import type { Animateur, Equipement } from '#src/domain/equipement/equipement.ts';
import type { Contrats } from '#test/support/contrats.ts';

let rang = 0;

/** A Ram with all its rooms. */
export const creerRam = (contrats: Contrats, partenaireId: string): Promise<Equipement> =>
  contrats.faire(creerEquipement, {
    partenaire: partenaireId,
    type: 'RAM',
    nom: `Ram ${(rang += 1)}`,
    bureauAnimateur: 'on',
    salleAttente: 'on',
    salleAnimation: 'on',
    projetFonctionnement: 'on',
    ouvertLe: '2010-09-01',
    lieuNature: 'unique',
    lieuNom: 'Maison',
    lieuCommuneCode: '45053',
  });

/** Form of an animateur. */
export const fiche = (nom: string, reste: object = {}) => ({
  nom,
  prenom: 'Jo',
  etpContrat: '1',
  du: '2015-01-01',
  ...reste,
});

/** An animateur recorded on a Ram. */
export const ajouter = (
  contrats: Contrats,
  ram: Equipement,
  nom: string,
  reste: object = {},
): Promise<Animateur> => contrats.faire(ajouterAnimateur, { equipement: ram.id, ...fiche(nom, reste) });

/** Form that changes an animateur. */
export const modifier = (animateur: Animateur, changements: object) => ({
  animateur: animateur.id,
  version: animateur.version,
  ...fiche(animateur.nom),
  ...changements,
});
