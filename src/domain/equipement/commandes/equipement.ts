import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { charger, chargerPourModifier } from '#src/kernel/chargement.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import {
  caseACocher,
  choix,
  jour,
  jourFacultatif,
  nom,
  reference,
  texte,
  texteFacultatif,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import { localiser } from '#src/domain/territoire/commune/communes.ts';
import { codePostal } from '#src/domain/territoire/commune/saisie.ts';
import { Equipement, LieuImplantation, TypeEquipement } from '#src/domain/equipement/equipement.ts';
import { FermetureAvantOuverture, TypeInconnu } from '#src/domain/equipement/refus.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';

const DESCRIPTION = {
  nature: texteFacultatif('Nature d’activité', 100),
  nom: nom('Nom', 150),
  bureauAnimateur: caseACocher(),
  salleAttente: caseACocher(),
  salleAnimation: caseACocher(),
  projetFonctionnement: caseACocher(),
  ouvertLe: jour('Date d’ouverture', 'anciennete'),
};

/**
 * Records an equipment of a partner with its lieu unique or principal: it never exists without one.
 * @throws TypeInconnu | CommuneInconnue | CodePostalIncorrect
 */
export const creerEquipement = definirCommande({
  nom: 'equipement.creer',
  droit: ['Equipement', 'creer'],
  saisie: z.object({
    partenaire: reference('Partenaire'),
    type: texte('Type d’équipement', 20),
    ...DESCRIPTION,
    lieuNature: choix('Nature du lieu', ['unique', 'principal']),
    lieuNom: nom('Nom du lieu', 150),
    lieuAdresse: texteFacultatif('Adresse du lieu'),
    lieuCodePostal: codePostal('Code postal du lieu'),
    lieuCommuneCode: texte('Commune du lieu'),
  }),
  charger: (unite, saisie) => charger(unite, Partenaire, saisie.partenaire, 'Partenaire'),
  async executer(
    unite,
    {
      partenaire: _id,
      type,
      lieuNature,
      lieuNom,
      lieuAdresse,
      lieuCodePostal,
      lieuCommuneCode,
      ...description
    },
    partenaire,
  ) {
    if ((await unite.em.count(TypeEquipement, { id: type })) === 0) throw new TypeInconnu();
    const lieu = localiser(lieuCommuneCode, lieuCodePostal, {
      communeCode: 'lieuCommuneCode',
      codePostal: 'lieuCodePostal',
    });
    const equipement = unite.em.create(Equipement, {
      id: randomUUID(),
      caf: partenaire.caf,
      partenaire,
      type,
      ...description,
    });
    unite.em.persist(equipement);
    unite.em.persist(
      unite.em.create(LieuImplantation, {
        id: randomUUID(),
        caf: partenaire.caf,
        partenaire,
        equipement,
        nature: lieuNature,
        nom: lieuNom,
        adresse: lieuAdresse,
        ...lieu,
      }),
    );
    return equipement;
  },
});

/** @throws FermetureAvantOuverture | VersionPerimee */
export const modifierEquipement = definirCommande({
  nom: 'equipement.modifier',
  droit: ['Equipement', 'modifier'],
  saisie: z.object({
    equipement: reference('Équipement'),
    version: versionLue(),
    ...DESCRIPTION,
    fermeLe: jourFacultatif('Date de fermeture', 'anciennete'),
  }),
  charger: (unite, { equipement, version }) =>
    chargerPourModifier(unite, Equipement, equipement, version, 'Équipement'),
  async executer(unite, { equipement: _id, version: _version, ...description }, equipement) {
    if (description.fermeLe !== null && description.fermeLe <= description.ouvertLe)
      throw new FermetureAvantOuverture();
    unite.em.assign(equipement, description);
    return equipement;
  },
});
