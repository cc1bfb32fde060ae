import { describe, expect, it } from 'vitest';
import type { Formule } from '#src/engine/cel/formule.ts';
import { AtelierDeFormules } from '#src/engine/cel/formule.ts';
import type { Valeur } from '#src/engine/cel/unites.ts';
import { typeCel } from '#src/engine/cel/unites.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { convertir } from '#src/engine/faits.ts';
import type { TypeDeFait } from '#src/engine/format.ts';

const NOMS: Readonly<Record<string, TypeDeFait>> = {
  depenses: 'euro',
  plafond: 'euro-par-etp',
  prixRevient: 'euro-par-etp',
  etp: 'etp',
  etpValide: 'etp',
  heures: 'heure',
  heuresRealisees: 'heure',
  prixHoraire: 'euro-par-heure',
  places: 'place',
  prixDUnePlace: 'euro-par-place',
  seances: 'acte',
  mois: 'mois',
  moisOuverture: 'mois',
  taux: 'taux',
  coefficient: 'decimal',
  nombre: 'entier',
  exercice: 'annee',
  debut: 'date',
  fin: 'date',
  ouvert: 'booleen',
  libelle: 'texte',
};

function compiler(texte: string): Formule {
  const atelier = new AtelierDeFormules();
  for (const [nom, type] of Object.entries(NOMS)) atelier.declarer({ nom, type: typeCel(type) });
  atelier.declarer({ nom: 'nature', type: 'string', valeurs: ['exceptionnelle', 'traditionnelle'] });
  return atelier.compiler(texte);
}

function evaluer(texte: string, valeurs: Readonly<Record<string, unknown>>): string | undefined {
  const lues = Object.entries(valeurs).map(([nom, brut]): [string, Valeur] => {
    const lue = convertir(NOMS[nom] ?? 'texte', brut);
    if ('refus' in lue) throw new Error(lue.refus);
    return [nom, lue.valeur];
  });
  return compiler(texte).evaluer(new Map(lues))?.toString();
}

describe('units of formulas', () => {
  it.each([
    ['depenses / etp', 'EuroParEtp'],
    ['prixRevient * etp', 'Euro'],
    ['etp * mois / moisOuverture', 'Etp'],
    ['mois / moisOuverture', 'Taux'],
    ['taux * min(prixRevient, plafond) * etp * (moisOuverture - mois) / moisOuverture', 'Euro'],
    ['depenses / heures', 'EuroParHeure'],
    ['taux * min(prixHoraire, euroParHeure("8.00")) * heures', 'Euro'],
    ['heures / heuresRealisees', 'Taux'],
    ['depenses / places', 'EuroParPlace'],
    ['prixDUnePlace * places', 'Euro'],
    ['heure("6") * decimal(places)', 'Heure'],
    ['seances + acte(1)', 'Acte'],
    ['depenses / seances * seances', 'Euro'],
    ['1 - taux', 'Decimal'],
    ['nombre * nombre', 'Entier'],
    ['nombre / nombre', 'Decimal'],
    ['exercice + 1', 'Annee'],
    ['exercice - exercice', 'Entier'],
    ['-etp', 'Etp'],
    ['etp > 6 && depenses == 0', 'bool'],
    ['debut < fin', 'bool'],
    ['mois == 0 ? etp("0") : etp', 'Etp'],
    ['moisCivils_1(debut, fin)', 'Mois'],
    ['annee(debut)', 'Annee'],
    ['decimal(etp) * coefficient', 'Decimal'],
    ['arrondi_1(depenses, 2, "demi-superieur")', 'Euro'],
    ['nature in ["exceptionnelle"] || present(libelle)', 'bool'],
  ])('%s is of type %s', (formule, type) => {
    expect(compiler(formule).type).toBe(type);
  });

  it.each([
    ['depenses + mois', 'l’opération Euro + Mois n’existe pas'],
    ['heures * places', 'l’opération Heure * Place n’existe pas'],
    ['heures + mois', 'Heure + Mois'],
    ['prixHoraire * places', 'EuroParHeure * Place'],
    ['prixHoraire + prixDUnePlace', 'EuroParHeure + EuroParPlace'],
    ['seances < heures', 'Acte < Heure'],
    ['etp / heures', 'Etp / Heure'],
    ['etp < mois', 'Etp < Mois'],
    ['min(etp, mois)', 'min(Etp, Mois)'],
    ['depenses * depenses', 'Euro * Euro'],
    ['debut + mois', 'Date + Mois'],
    ['mois ? etp : etp', 'un booléen est attendu'],
    ['ouvert ? etp : mois', 'les deux branches'],
    ['ouvert + 1', 'bool + int'],
    ['inconnu + 1', '« inconnu »'],
    ['moisOuvertur > 0', 'vouliez-vous dire « moisOuverture »'],
    ['etp * 0.43', 'entre guillemets'],
    ['etp * (7 / 12)', 'deux nombres sans unité'],
    ['libelle.matches("(a+)+$")', '« rcall »'],
    ['timestamp("2019-01-01T00:00:00Z") > timestamp("2019-01-01T00:00:00Z")', 'la fonction « timestamp »'],
    ['int(libelle) > 1', 'la fonction « int »'],
    ['libelle.size() > 1', '« rcall »'],
    ['[1, 2][0] > 1', '« [] »'],
    ['nature == "exceptionelle"', '« exceptionelle » n’est pas une valeur de nature'],
    ['etp +', 'elle ne se lit pas'],
    ['present(etp + etp)', 'present(…) attend'],
    ['null == null', 'null'],
    ['nombre % 2', '« % »'],
  ])('%s is refused: %s', (formule, raison) => {
    expect(() => compiler(formule)).toThrow(FormuleRefusee);
    expect(() => compiler(formule)).toThrow(raison);
  });

  it('refuses a formula too long or too deep to be a formula', () => {
    expect(() => compiler(Array.from({ length: 500 }, () => 'etp').join(' + '))).toThrow(FormuleRefusee);
    expect(() => compiler(`${'('.repeat(200)}etp${')'.repeat(200)}`)).toThrow(FormuleRefusee);
  });
});

describe('evaluation of formulas', () => {
  it('is exact: what a division takes away, a multiplication gives back', () => {
    expect(evaluer('depenses / etp * etp', { depenses: '1.5', etp: '0.7' })).toBe('1.5');
    expect(
      evaluer('arrondi_1(taux * (depenses / etp) * etp, 2, "demi-superieur")', {
        taux: '0.43',
        depenses: '1.5',
        etp: '0.7',
      }),
    ).toBe('0.65');
  });

  it('does not read the branch of a condition it does not take', () => {
    const formule = 'nature == "exceptionnelle" ? etp * mois / moisOuverture : etp("0")';
    expect(evaluer(formule, { nature: 'traditionnelle' })).toBe('0');
    expect(evaluer(formule, { nature: 'exceptionnelle', etp: '1', mois: 6, moisOuverture: 12 })).toBe('0.5');
  });

  it('has no value when it really reads an absent fact', () => {
    expect(evaluer('etp * 2', {})).toBeUndefined();
    expect(evaluer('present(etp) ? etp : etpValide', { etpValide: '0.8' })).toBe('0.8');
  });

  it('fails on a division by zero instead of giving a value (0/0 once became 1 ETP through a min)', () => {
    expect(() =>
      evaluer('min(etp * mois / moisOuverture, etpValide)', {
        etp: '1',
        mois: 0,
        moisOuverture: 0,
        etpValide: '1',
      }),
    ).toThrow('division par zéro');
  });

  it('refuses an unknown rounding mode or way of counting', () => {
    expect(() => evaluer('arrondi_1(etp, 2, "bancaire")', { etp: '1' })).toThrow('bancaire');
    expect(() =>
      evaluer('comparerDuree_1(debut, fin, mois, libelle)', {
        debut: '2019-01-01',
        fin: '2019-02-01',
        mois: 3,
        libelle: 'au-pif',
      }),
    ).toThrow('au-pif');
  });
});
