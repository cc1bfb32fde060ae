import {
  actionDeFiche,
  actionDeListe,
  definirRessource,
  type ChampFormulaire,
} from '#admin/definition/definition.ts';
import type { Option } from '#admin/definition/types/champ.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { PORTEES } from '#admin/definition/libelles.ts';
import { table, texte } from '#admin/definition/outils.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { creerBulletin, modifierBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { annuaireDesCaf } from '#src/domain/territoire/caf/annuaire.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';
import { servicesProposes } from '#src/domain/contractualisation/service/services.ts';

async function optionsDeCafs(unite: UniteDeLecture): Promise<Option[]> {
  return (await annuaireDesCaf(unite)).map(({ id, nom }) => ({ valeur: id, libelle: nom }));
}

async function ouverture(unite: UniteDeLecture, services: readonly Service[]): Promise<ChampFormulaire[]> {
  const roles = services.flatMap((service) =>
    service.roles.map((role) => ({
      valeur: role.code,
      libelle: role.libelle,
      aide: role.description,
      si: { champ: 'service', vaut: [service.id] },
    })),
  );
  return [
    {
      nom: 'portee',
      libelle: 'Portée de l’habilitation',
      genre: 'choix',
      obligatoire: true,
      options: PORTEES,
      aide: 'Locale : les équipements de votre Caf. Multi-Caf : ceux des Caf indiquées. Nationale : ceux de toutes les Caf.',
    },
    {
      nom: 'cafs',
      libelle: 'Caf concernées',
      genre: 'choix-multiple',
      options: await optionsDeCafs(unite),
      si: { champ: 'portee', vaut: ['multi-caf'] },
    },
    {
      nom: 'roles',
      libelle: 'Rôles ouverts aux utilisateurs du partenaire',
      genre: 'choix-multiple',
      options: roles,
    },
  ];
}

export const bulletins = definirRessource({
  id: 'bulletins',
  entite: BulletinAdhesion,
  droit: 'BulletinAdhesion',
  libelle: 'Bulletins d’adhésion',
  singulier: 'Bulletin d’adhésion',
  groupe: GROUPES.contractualisation,
  description:
    'Un bulletin par service, sous une convention active : il fixe la portée et les rôles ouverts aux utilisateurs du partenaire.',
  titre: { depuis: ['service'], texte: ({ service }) => `Bulletin ${String(service)}` },
  champs: {
    service: { libelle: 'Service', genre: 'reference', ressource: 'services', tri: 'service.ordre' },
    partenaire: {
      libelle: 'Partenaire',
      genre: 'reference',
      ressource: 'partenaires',
      tri: 'partenaire.nom',
    },
    convention: {
      libelle: 'Convention',
      genre: 'reference',
      ressource: 'conventions',
      tri: 'convention.numero',
    },
    portee: { libelle: 'Portée', genre: 'choix', options: PORTEES },
    cafs: { libelle: 'Caf concernées', genre: 'choix-multiple' },
    du: { libelle: 'Du', genre: 'date' },
    au: { libelle: 'Au', genre: 'date', finExclue: true },
  },
  liste: ['service', 'partenaire', 'convention', 'portee', 'du', 'au'],
  filtres: ['service', 'partenaire', 'portee', 'du', 'au'],
  recherche: {
    libelle: 'Partenaire ou numéro de convention',
    champs: ['partenaire.nom', 'convention.numero'],
  },
  tri: { champ: 'du', sens: 'desc' },
  sections: [
    { titre: 'Bulletin', champs: ['service', 'partenaire', 'convention', 'portee', 'cafs', 'du', 'au'] },
  ],
  async complement({ unite: { em }, fiche }) {
    const service = await em.findOneOrFail(Service, { id: fiche.service.id });
    const ouverts = service.roles.filter(({ code }) => fiche.roles.includes(code));
    return {
      tables: [
        table(
          'Rôles ouverts',
          ['Rôle', 'Ce qu’il permet'],
          ouverts.map(({ code, libelle, description }) => ({
            cle: code,
            cellules: [texte(libelle), texte(description)],
          })),
          'Aucun rôle.',
        ),
      ],
    };
  },
  actionsDeListe: [
    actionDeListe({
      nom: 'new',
      libelle: 'Ajouter un bulletin',
      titre: 'Ajouter un bulletin d’adhésion',
      bouton: 'Enregistrer',
      commande: creerBulletin,
      horsListe: true,
      champs: async ({ unite }): Promise<ChampFormulaire[]> => {
        const services = await servicesProposes(unite);
        return [
          {
            nom: 'convention',
            libelle: 'Convention',
            genre: 'reference',
            ressource: 'conventions',
            obligatoire: true,
          },
          {
            nom: 'service',
            libelle: 'Service',
            genre: 'choix',
            obligatoire: true,
            options: services.map(({ id, libelle }) => ({ valeur: id, libelle })),
          },
          ...(await ouverture(unite, services)),
        ];
      },
      valeurs: () => ({ portee: 'locale' }),
      succes: 'Le bulletin d’adhésion a été enregistré.',
    }),
  ],
  actionsDeFiche: [
    actionDeFiche(BulletinAdhesion, {
      nom: 'edit',
      libelle: 'Modifier',
      titre: 'Modifier le bulletin d’adhésion',
      bouton: 'Enregistrer',
      commande: modifierBulletin,
      cible: 'bulletin',
      champs: async ({ unite, fiche }): Promise<ChampFormulaire[]> => {
        const service = await unite.em.findOneOrFail(Service, { id: fiche.service.id });
        return [
          { nom: 'service', libelle: 'Service', genre: 'cache' },
          ...(await ouverture(unite, [service])),
          { nom: 'au', libelle: 'Date de clôture', genre: 'date', aide: 'Premier jour sans ce service.' },
        ];
      },
      valeurs: ({ fiche }) => ({
        service: fiche.service.id,
        portee: fiche.portee,
        cafs: fiche.cafs,
        roles: fiche.roles,
        au: fiche.au,
      }),
      saisie: ({ portee, cafs, roles, au, version }) => ({ portee, cafs, roles, au, version }),
      succes: 'Le bulletin d’adhésion a été modifié.',
    }),
  ],
});
