import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { perennitesAu, type PerenniteDuReferentiel } from '#src/domain/formulaire/perennite.ts';
import { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import { exigerFenetre } from '#src/domain/declaration/campagne/fenetre.ts';
import { exigerAgent } from '#src/domain/territoire/caf/caf-de-l-agent.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { chargerPourModifier } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { EtatIncompatible, SaisieInvalide } from '#src/kernel/refus.ts';
import {
  annee,
  jour,
  motif,
  reference,
  texte,
  texteFacultatif,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import { TypeEquipement } from '#src/domain/equipement/equipement.ts';

export class TypeSansCampagne extends SaisieInvalide {
  constructor() {
    const message = 'Ce type d’équipement n’existe pas : choisissez-le dans la liste.';
    super(message, { typeEquipement: message });
  }
}
/** The pérennité is not asked of this type of equipment, in this Caf, for this exercice. */
export class PerenniteSansCampagne extends SaisieInvalide {
  constructor(demandees: readonly PerenniteDuReferentiel[]) {
    const message = `Cette pérennité n’est pas demandée à ce type d’équipement pour cet exercice : choisissez ${demandees.length === 0 ? 'un autre exercice' : demandees.map(({ libelle }) => `« ${libelle} »`).join(' ou ')}.`;
    super(message, { perennite: message });
  }
}
export class FermetureAvantOuverture extends SaisieInvalide {
  constructor() {
    const message = 'La date de fermeture doit suivre la date d’ouverture.';
    super(message, { fermeLe: message });
  }
}
export class CampagneDejaFermee extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['Campagne', 'rouvrir'] } };
  constructor() {
    super('Cette campagne a déjà été fermée avant son terme.');
  }
}
export class CampagneDejaOuverte extends EtatIncompatible {
  override readonly remedy: Remedy = { qui: { genre: 'droit', droit: ['Campagne', 'modifier'] } };
  constructor() {
    super('Cette campagne n’a pas été fermée avant son terme : modifiez plutôt ses dates.');
  }
}

/** The reason is asked for when the dates are not those of the source. */
const PERIODE = {
  ouvreLe: jour('Premier jour'),
  fermeLe: jour('Dernier jour'),
  motif: texteFacultatif('Motif', 2000),
};

function verifierPeriode({ ouvreLe, fermeLe }: { readonly ouvreLe: string; readonly fermeLe: string }): void {
  if (fermeLe <= ouvreLe) throw new FermetureAvantOuverture();
}

/**
 * The Caf opens a campaign: which declaration may be made, from when to when. @throws TypeSansCampagne |
 * PerenniteSansCampagne |
 * FermetureAvantOuverture | MotifDeFenetreRequis | DatesDeCampagneRefusees | DejaPris
 */
export const creerCampagne = definirCommande({
  nom: 'campagne.creer',
  droit: ['Campagne', 'creer'],
  saisie: z.object({
    typeEquipement: texte('Type d’équipement', 20),
    exercice: annee('Exercice'),
    perennite: texte('Pérennité', 60),
    ...PERIODE,
  }),
  async executer(unite, { motif: raison, ...saisie }) {
    const { cafId } = exigerAgent(unite.acteur);
    verifierPeriode(saisie);
    if ((await unite.em.count(TypeEquipement, { id: saisie.typeEquipement })) === 0)
      throw new TypeSansCampagne();
    const { typeEquipement, exercice, perennite } = saisie;
    const demandees = perennitesAu(unite.registre, `${exercice}-12-31`).demandees(
      typeEquipement,
      cafId,
      exercice,
    );
    if (!demandees.some(({ code }) => code === perennite)) throw new PerenniteSansCampagne(demandees);
    const campagne = unite.em.create(Campagne, {
      id: randomUUID(),
      caf: unite.em.getReference(Caf, cafId),
      ...saisie,
    });
    unite.em.persist(campagne);
    await exigerFenetre(unite, campagne, raison);
    return campagne;
  },
});

/** The campaign an act is on, as it was read by the person. @throws Introuvable | VersionPerimee */
const laCampagne = (
  unite: UniteDeLecture,
  { campagne, version }: { readonly campagne: string; readonly version: number },
): Promise<Campagne> => chargerPourModifier(unite, Campagne, campagne, version, 'Campagne');

/** @throws FermetureAvantOuverture | MotifDeFenetreRequis | VersionPerimee */
export const modifierCampagne = definirCommande({
  nom: 'campagne.modifier',
  droit: ['Campagne', 'modifier'],
  saisie: z.object({ campagne: reference('Campagne'), version: versionLue(), ...PERIODE }),
  charger: laCampagne,
  async executer(unite, { ouvreLe, fermeLe, motif: raison }, campagne) {
    verifierPeriode({ ouvreLe, fermeLe });
    Object.assign(campagne, { ouvreLe, fermeLe });
    await exigerFenetre(unite, campagne, raison);
    return campagne;
  },
});

/** @throws CampagneDejaFermee */
function exigerOuverte(_unite: UniteDeLecture, { fermeeManuellement }: Campagne): void {
  if (fermeeManuellement) throw new CampagneDejaFermee();
}

/** @throws CampagneDejaOuverte */
function exigerFermee(_unite: UniteDeLecture, { fermeeManuellement }: Campagne): void {
  if (!fermeeManuellement) throw new CampagneDejaOuverte();
}

/** Closes a campaign before its term, with a reason. @throws CampagneDejaFermee | VersionPerimee */
export const fermerCampagne = definirCommande({
  nom: 'campagne.fermer',
  droit: ['Campagne', 'fermer'],
  saisie: z.object({ campagne: reference('Campagne'), version: versionLue(), motif: motif() }),
  charger: laCampagne,
  condition: exigerOuverte,
  async executer(unite, saisie, campagne) {
    campagne.fermeeManuellement = true;
    unite.motiver(saisie.motif);
    return campagne;
  },
});

/** Opens again a campaign that was closed before its term. @throws CampagneDejaOuverte | VersionPerimee */
export const rouvrirCampagne = definirCommande({
  nom: 'campagne.rouvrir',
  droit: ['Campagne', 'rouvrir'],
  saisie: z.object({ campagne: reference('Campagne'), version: versionLue() }),
  charger: laCampagne,
  condition: exigerFermee,
  async executer(_unite, _saisie, campagne) {
    campagne.fermeeManuellement = false;
    return campagne;
  },
});
