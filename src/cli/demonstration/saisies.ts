import { Decimal } from 'decimal.js';
import type { RamDeDemonstration } from '#src/cli/demonstration/donnees.ts';
import { creerHasard, type Hasard } from '#src/cli/demonstration/hasard.ts';
import type { Scene } from '#src/cli/demonstration/scene.ts';
import { ecrireCommune } from '#src/domain/territoire/commune/dire.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { donneesDeVolet } from '#src/domain/formulaire/saisie/donnees.ts';
import { brutDe } from '#src/domain/formulaire/saisie/lire.ts';

/** What is typed in the form of `rules/formulaires/ram`: texts, by path. */
export type Textes = Record<string, string>;

/** Activity of a Ram: the prefilled form, completed; some have an absence, some an exceptional closure. */
export function activiteDe(
  scene: Scene,
  declaration: Declaration,
  ram: RamDeDemonstration,
  hasard: Hasard,
  { communeCode, enCours }: { communeCode: string; enCours: boolean },
): Textes {
  const { perennite, exercice } = declaration;
  const definition = scene.registre.formulaireParEmpreinte(declaration.formulaireEmpreinte)
    ?.definition as DefinitionDeFormulaire;
  const textes = brutDe(definition, 'activite', perennite, donneesDeVolet(declaration.donneesActivite));
  const reelle = perennite !== 'previsionnelle';
  Object.assign(textes, {
    'missions.missionInformation': 'oui',
    'missions.missionEchanges': 'oui',
    ...compter(perennite, 'missions.actionsInformation', actionsDe(ram, 55, hasard)),
    ...compter(perennite, 'missions.actionsEchanges', actionsDe(ram, 14, hasard)),
    'renforcees.informationFamilles': hasard.chance(0.5) ? 'oui' : 'non',
    'renforcees.promotionActivite': hasard.chance(0.3) ? 'oui' : 'non',
    'renforcees.formationContinue': hasard.chance(0.4) ? 'oui' : 'non',
    'itinerance.itinerant': ram.itinerant ? 'oui' : 'non',
  });
  if (ram.itinerant) {
    Object.assign(textes, {
      'itinerance.actions.0.nature': 'animation',
      'itinerance.actions.0.commune': ecrireCommune(communeCode),
      'itinerance.actions.0.lieu': 'Salle des fêtes',
      'itinerance.actions.0.nombre': String(hasard.entier(6, 30)),
    });
  }
  const premier = textes['animateurs.liste.0.animateur'];
  if (reelle && premier !== undefined && hasard.chance(0.3)) {
    Object.assign(textes, {
      'absences.liste.0.animateur': premier,
      'absences.liste.0.motif': 'maladie',
      'absences.liste.0.debut': `10/03/${exercice}`,
      'absences.liste.0.fin': `0${hasard.entier(4, 7)}/06/${exercice}`,
    });
  }
  if (reelle && hasard.chance(enCours ? 0.5 : 0.15)) {
    // In the past, closures that the rules settle; today, also those that wait for the Caf.
    const fin = enCours ? hasard.parmi(['02/07', '01/08', '01/10']) : '01/07';
    Object.assign(textes, {
      'fermetures.liste.0.nature': 'exceptionnelle',
      'fermetures.liste.0.motif': 'travaux',
      'fermetures.liste.0.debut': `01/05/${exercice}`,
      'fermetures.liste.0.fin': `${fin}/${exercice}`,
      'fermetures.liste.0.precisions': 'Travaux de mise aux normes',
    });
  }
  return textes;
}

/** A number of actions that is the Ram's own, and moves little from one declaration to the next. */
function actionsDe(ram: RamDeDemonstration, moyen: number, hasard: Hasard): number {
  const propre = creerHasard(
    [...ram.nom].reduce((somme, lettre) => somme * 31 + (lettre.codePointAt(0) ?? 0), moyen),
  ).entier(70, 130);
  return Math.round((moyen * propre * (100 + hasard.entier(-3, 3))) / 10_000);
}

/**
 * A number of actions, where the pérennité asks for it; an actualisation tells what is done from what is
 * planned.
 */
function compter(perennite: Perennite, chemin: string, nombre: number): Textes {
  if (perennite === 'previsionnelle') return {};
  const faites = Math.floor((nombre * 3) / 4);
  return perennite === 'reelle'
    ? { [chemin]: String(nombre) }
    : { [`${chemin}.reel`]: String(faites), [`${chemin}.prevu`]: String(nombre - faites) };
}

/**
 * Balanced accounts in the proportion of the staff; for an actualisation, nine months of twelve are actual.
 */
export function financesDe(ram: RamDeDemonstration, perennite: Perennite, hasard: Hasard): Textes {
  const etp = ram.animateurs.reduce((somme, { etpContrat }) => somme.plus(etpContrat), new Decimal(0));
  // From one declaration to the next the accounts move little, as they do.
  const compte = (parEtp: number): Decimal =>
    etp
      .times(parEtp)
      .times(100 + hasard.entier(-3, 3))
      .dividedBy(100)
      .toDecimalPlaces(2);
  const charges: Readonly<Record<string, Decimal>> = {
    c60: compte(2_600),
    c61: compte(3_100),
    c62: compte(2_400),
    c63: compte(1_800),
    c64: compte(38_000),
  };
  const total = Object.values(charges).reduce((somme, montant) => somme.plus(montant), new Decimal(0));
  const ventes = compte(1_600);
  const textes: Textes = {};
  const ecrire = (chemin: string, montant: Decimal): void => {
    if (perennite !== 'actualisee') {
      textes[chemin] = francais(montant);
      return;
    }
    const reel = montant.times(3).dividedBy(4).toDecimalPlaces(2);
    textes[`${chemin}.reel`] = francais(reel);
    textes[`${chemin}.prevu`] = francais(montant.minus(reel));
  };
  for (const [nom, montant] of Object.entries(charges)) ecrire(`charges.${nom}`, montant);
  ecrire('produits.c70', ventes);
  ecrire('produits.c74', total.minus(ventes));
  return textes;
}

const francais = (montant: Decimal): string => montant.toFixed(2).replace('.', ',');
