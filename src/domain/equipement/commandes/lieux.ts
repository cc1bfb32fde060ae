import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { chargerPourModifier, chargerPourRetirer } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { choix, nom, reference, texte, texteFacultatif, versionLue } from '#src/kernel/saisie/saisie.ts';
import { localiser } from '#src/domain/territoire/commune/communes.ts';
import { codePostal } from '#src/domain/territoire/commune/saisie.ts';
import { lEquipementTenu, tenirEquipement } from '#src/domain/equipement/charger.ts';
import {
  LieuImplantation,
  NATURES_DE_LIEU,
  type Equipement,
  type NatureDeLieu,
} from '#src/domain/equipement/equipement.ts';
import {
  LieuPrincipalExistant,
  LieuPrincipalRequis,
  LieuUniqueExclusif,
  LieuUtilise,
} from '#src/domain/equipement/refus.ts';
import { habilitationsDuLieu } from '#src/domain/equipement/ports.ts';

const LIEU = {
  nature: choix('Nature du lieu', NATURES_DE_LIEU),
  nom: nom('Nom du lieu', 150),
  adresse: texteFacultatif('Adresse'),
  codePostal: codePostal(),
  communeCode: texte('Commune'),
};

/**
 * The places of an equipment the act holds: « un lieu unique, ou un lieu principal et X lieux d'activité »
 * (source: slide A).
 */
const lieuxDe = ({ em }: UniteDeLecture, { id }: Equipement): Promise<LieuImplantation[]> =>
  em.find(LieuImplantation, { equipement: id });

const estReference = ({ nature }: { readonly nature: NatureDeLieu }): boolean => nature !== 'activite';

/** @throws LieuUniqueExclusif */
async function exigerSansLieuUnique({ em }: UniteDeLecture, { id }: Equipement): Promise<void> {
  if ((await em.count(LieuImplantation, { equipement: id, nature: 'unique' })) > 0)
    throw new LieuUniqueExclusif();
}

/**
 * Adds a place, a lieu d'activité as a rule.
 * @throws LieuUniqueExclusif | LieuPrincipalExistant | CommuneInconnue | CodePostalIncorrect
 */
export const ajouterLieu = definirCommande({
  nom: 'lieu.ajouter',
  droit: ['LieuImplantation', 'creer'],
  saisie: z.object({ equipement: reference('Équipement'), ...LIEU }),
  charger: lEquipementTenu,
  condition: exigerSansLieuUnique,
  async executer(unite, saisie, equipement) {
    const lieux = await lieuxDe(unite, equipement);
    if (saisie.nature === 'unique' && lieux.length > 0) throw new LieuUniqueExclusif();
    const reference = lieux.find(estReference);
    if (reference && saisie.nature === 'principal') throw new LieuPrincipalExistant(reference.nom);
    const lieu = unite.em.create(LieuImplantation, {
      id: randomUUID(),
      caf: equipement.caf,
      partenaire: equipement.partenaire,
      equipement,
      nature: saisie.nature,
      nom: saisie.nom,
      adresse: saisie.adresse,
      ...localiser(saisie.communeCode, saisie.codePostal),
    });
    unite.em.persist(lieu);
    return lieu;
  },
});

/**
 * Corrects a place. A lieu d'activité named principal takes the place of the former one, which becomes a lieu
 * d'activité.
 * @throws LieuUniqueExclusif | LieuPrincipalRequis | CommuneInconnue | CodePostalIncorrect | VersionPerimee
 */
export const modifierLieu = definirCommande({
  nom: 'lieu.modifier',
  droit: ['LieuImplantation', 'modifier'],
  saisie: z.object({ lieu: reference('Lieu'), version: versionLue(), ...LIEU }),
  async charger(unite, { lieu: id, version }) {
    const lieu = await chargerPourModifier(unite, LieuImplantation, id, version, 'Lieu');
    await tenirEquipement(unite, lieu.equipement.id);
    return lieu;
  },
  async executer(unite, saisie, lieu) {
    const autres = (await lieuxDe(unite, lieu.equipement)).filter((autre) => autre.id !== lieu.id);
    if (saisie.nature === 'unique' && autres.length > 0) throw new LieuUniqueExclusif();
    const ancien = autres.find(estReference);
    if (saisie.nature === 'activite' && !ancien) throw new LieuPrincipalRequis();
    if (saisie.nature === 'principal' && ancien) {
      ancien.nature = 'activite';
      // One reference place at a time in the database: the former one goes first.
      await unite.em.flush();
    }
    unite.em.assign(lieu, {
      nature: saisie.nature,
      nom: saisie.nom,
      adresse: saisie.adresse,
      ...localiser(saisie.communeCode, saisie.codePostal),
    });
    return lieu;
  },
});

/** @throws LieuPrincipalRequis | LieuUtilise */
async function exigerRetirable(unite: UniteDeLecture, lieu: LieuImplantation): Promise<void> {
  if (estReference(lieu)) throw new LieuPrincipalRequis();
  const habilitations = await habilitationsDuLieu(unite, lieu);
  if (habilitations > 0) throw new LieuUtilise(habilitations);
}

/** @throws LieuPrincipalRequis | LieuUtilise | VersionPerimee */
export const retirerLieu = definirCommande({
  nom: 'lieu.retirer',
  droit: ['LieuImplantation', 'retirer'],
  saisie: z.object({ lieu: reference('Lieu'), version: versionLue() }),
  async charger(unite, { lieu: id, version }) {
    const lieu = await chargerPourRetirer(unite, LieuImplantation, id, version, 'Lieu');
    await tenirEquipement(unite, lieu.equipement.id);
    return lieu;
  },
  condition: exigerRetirable,
  async executer(unite, _saisie, lieu) {
    unite.em.remove(lieu);
    return { id: lieu.id };
  },
});
