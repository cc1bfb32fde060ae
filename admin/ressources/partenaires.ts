import { actionDeListe, definirRessource } from '#admin/definition/definition.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { ETATS_CONVENTION, ETATS_FORMULAIRE, optionDe } from '#admin/definition/libelles.ts';
import { CHAMPS_IDENTITE } from '#admin/ressources/organismes.ts';
import {
  acteDeTable,
  adresseAction,
  adresseListe,
  date,
  dernierJour,
  etat,
  instant,
  lien,
  table,
  texte,
} from '#admin/definition/outils.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';
import { creerConvention } from '#src/domain/contractualisation/vie/commandes.ts';
import { creerFormulaire } from '#src/domain/contractualisation/eligibilite/commandes.ts';
import { sigleDuType } from '#src/domain/equipement/libelles.ts';
import { creerEquipement } from '#src/domain/equipement/commandes.ts';
import { creerOrganismePartenaire } from '#src/domain/contractualisation/organisme/commandes.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

export const partenaires = definirRessource({
  id: 'partenaires',
  entite: Partenaire,
  droit: 'Partenaire',
  libelle: 'Partenaires',
  singulier: 'Partenaire',
  groupe: GROUPES.contractualisation,
  description:
    'Les organismes partenaires de votre Caf : le dossier de chacun réunit son éligibilité, ses contrats, ses équipements et ses utilisateurs.',
  titre: { depuis: ['nom'], texte: ({ nom }) => String(nom) },
  champs: {
    nom: { libelle: 'Partenaire', genre: 'texte' },
    organisme: { libelle: 'Organisme', genre: 'reference', ressource: 'organismes', tri: null },
    prefixe: { libelle: 'Préfixe des identifiants', genre: 'texte' },
    caf: { libelle: 'Caf', genre: 'reference', ressource: 'cafs', tri: null },
    creeLe: { libelle: 'Enregistré le', genre: 'instant' },
  },
  liste: ['nom', 'organisme', 'prefixe', 'creeLe'],
  filtres: ['creeLe'],
  recherche: { libelle: 'Nom du partenaire ou Siren', champs: ['nom', 'organisme.siren'] },
  tri: { champ: 'nom', sens: 'asc' },
  sections: [{ titre: 'Identité', champs: ['nom', 'organisme', 'prefixe', 'caf', 'creeLe'] }],
  async complement({ unite, fiche, id }) {
    const { em, aujourdhui } = unite;
    const jour = aujourdhui.toString();
    const formulaires = await em.find(
      FormulaireEligibilite,
      { partenaire: id },
      { orderBy: { creeLe: 'desc' }, limit: 10 },
    );
    const conventions = await em.find(Convention, { partenaire: id }, { orderBy: { du: 'desc' }, limit: 10 });
    const equipements = await em.find(Equipement, { partenaire: id }, { orderBy: { nom: 'asc' }, limit: 50 });
    const [utilisateurs, nombre] = await em.findAndCount(
      Utilisateur,
      { partenaire: id },
      { orderBy: { administrateur: 'desc', nom: 'asc' }, limit: 10 },
    );
    return {
      tables: [
        table(
          'Formulaires d’éligibilité',
          ['Formulaire', 'État', 'Décidé le'],
          formulaires.map((formulaire) => ({
            cle: formulaire.id,
            cellules: [
              lien('Formulaire d’éligibilité', 'formulaires-eligibilite', formulaire.id),
              etat(optionDe(ETATS_FORMULAIRE, formulaire.etat)),
              instant(formulaire.decideLe),
            ],
          })),
          'Aucun formulaire : commencez par recueillir l’éligibilité du partenaire.',
          {
            actions: [
              await acteDeTable(
                unite,
                'Créer un formulaire',
                adresseAction('formulaires-eligibilite', 'new', { partenaire: id }),
                creerFormulaire,
                fiche,
              ),
            ],
          },
        ),
        table(
          'Conventions d’accès',
          ['Numéro', 'État', 'Du', 'Au'],
          conventions.map((convention) => ({
            cle: convention.id,
            cellules: [
              lien(convention.numero, 'conventions', convention.id),
              etat(optionDe(ETATS_CONVENTION, etatDeLaConvention(convention, jour))),
              date(convention.du),
              date(dernierJour(convention.au)),
            ],
          })),
          'Aucune convention : elle suppose un formulaire d’éligibilité reconnu éligible.',
          {
            actions: [
              await acteDeTable(
                unite,
                'Préparer une convention',
                adresseAction('conventions', 'new', { partenaire: id }),
                creerConvention,
                fiche,
              ),
            ],
          },
        ),
        table(
          'Équipements',
          ['Équipement', 'Type', 'Ouvert le'],
          equipements.map((equipement) => ({
            cle: equipement.id,
            cellules: [
              lien(equipement.nom, 'equipements', equipement.id),
              texte(sigleDuType(unite.registre, equipement.type, jour)),
              date(equipement.ouvertLe),
            ],
          })),
          'Aucun équipement enregistré.',
          {
            actions: [
              await acteDeTable(
                unite,
                'Ajouter un équipement',
                adresseAction('equipements', 'new', { partenaire: id }),
                creerEquipement,
              ),
            ],
          },
        ),
        table(
          'Utilisateurs',
          ['Utilisateur', 'Identifiant', 'Fonction', 'Ouvert le', 'Clos le'],
          utilisateurs.map((utilisateur) => ({
            cle: utilisateur.id,
            cellules: [
              lien(`${utilisateur.prenom} ${utilisateur.nom}`, 'utilisateurs', utilisateur.id),
              texte(utilisateur.identifiant),
              texte(utilisateur.administrateur ? 'Administrateur partenaire' : 'Utilisateur'),
              date(utilisateur.ouvertLe),
              date(utilisateur.closLe),
            ],
          })),
          'Aucun utilisateur : l’administrateur est créé à l’activation de la convention.',
          {
            voirTout:
              nombre > utilisateurs.length
                ? {
                    libelle: `Voir les ${nombre} utilisateurs`,
                    href: adresseListe('utilisateurs', { partenaire: id }),
                  }
                : undefined,
          },
        ),
      ],
    };
  },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Enregistrer un partenaire',
      bouton: 'Enregistrer',
      commande: creerOrganismePartenaire,
      intro:
        'Un organisme déjà connu d’une autre Caf est retrouvé par son numéro Siren : son identité est alors reprise telle quelle.',
      champs: [
        { nom: 'siren', libelle: 'Numéro Siren', genre: 'texte', obligatoire: true, aide: '9 chiffres' },
        ...CHAMPS_IDENTITE,
      ],
      succes: 'Le partenaire a été enregistré. Recueillez maintenant son formulaire d’éligibilité.',
    }),
  ],
});
