/**
 * Functions of the library over abstract values: computed when their arguments are known, else named and left
 * closed.
 */
import {
  POSITIONS,
  Jour,
  ajouterMois,
  anneeDe,
  comparerDuree,
  estUnDecompte,
  estUneDate,
  moisCivils,
  moisCivilsEntiers,
  moisDePresence,
} from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { Abstrait } from './abstrait.ts';
import { cleDe, formeAttendue, nombreConnu, precede } from './abstrait.ts';
import type { Chemin } from './chemin.ts';
import { CheminImpossible } from './chemin.ts';
import type { Forme } from './formes.ts';
import {
  ZERO,
  combiner,
  entier,
  estConstante,
  fois,
  formeConstante,
  formeVariable,
  moins,
  signe,
} from './formes.ts';
import type { Inegalite } from './inegalites.ts';
import { jourDuRang, rangDuJour } from './jours.ts';

/** Value of a call whose arguments are all present. */
export function appeler(chemin: Chemin, nom: string, args: readonly Abstrait[]): Abstrait {
  const [a, b] = args;
  switch (nom) {
    case 'min':
    case 'max':
      return args.reduce((meilleur, arg) =>
        precede(chemin, nom === 'min' ? arg : meilleur, nom === 'min' ? meilleur : arg, true)
          ? arg
          : meilleur,
      );
    case 'abs': {
      const forme = formeAttendue(attendu(a));
      return { forme: chemin.estNegative(forme, true) ? fois(forme, entier(-1)) : forme };
    }
    case 'joursEntre_1':
      return { forme: moins(formeAttendue(attendu(b)), formeAttendue(attendu(a))) };
    case 'date':
      return lireDate(attendu(a));
    case 'arrondi_1':
      return arrondir(chemin, args);
    default:
      return CONSTRUCTEURS.has(nom) && !estUneDateAbstraite(a)
        ? convertirNombre(attendu(a))
        : calendrier(chemin, nom, args);
  }
}

const CONSTRUCTEURS: ReadonlySet<string> = new Set([
  'entier',
  'decimal',
  'taux',
  'euro',
  'etp',
  'euroParEtp',
  'heure',
  'euroParHeure',
  'place',
  'euroParPlace',
  'acte',
  'mois',
  'annee',
]);

/** `annee` gives its unit to a number, and reads the year of a date. */
function estUneDateAbstraite(valeur: Abstrait | undefined): boolean {
  return typeof valeur === 'object' && 'date' in valeur;
}

function attendu(valeur: Abstrait | undefined): Abstrait {
  if (valeur === undefined) throw new CheminImpossible();
  return valeur;
}

function convertirNombre(valeur: Abstrait): Abstrait {
  if (typeof valeur === 'object' && 'texte' in valeur)
    return { forme: formeConstante(Nombre.depuisTexte(valeur.texte)) };
  return { forme: formeAttendue(valeur) };
}

function lireDate(valeur: Abstrait): Abstrait {
  if (typeof valeur !== 'object' || !('texte' in valeur) || !estUneDate(valeur.texte))
    throw new CheminImpossible();
  return { forme: formeConstante(entier(rangDuJour(valeur.texte))), date: true };
}

function arrondir(chemin: Chemin, args: readonly Abstrait[]): Abstrait {
  const [x, decimales] = args;
  const nombreDeDecimales = nombreConnu(decimales);
  const forme = formeAttendue(attendu(x));
  if (nombreDeDecimales === undefined) return inconnu(chemin, 'arrondi_1', args, { entiere: false });
  const rang = Number(nombreDeDecimales.n);
  if (estConstante(forme))
    return { forme: formeConstante(sansEchelle(forme.constante.arrondi(rang, Nombre))) };
  const demi = new Nombre(1n, 2n * 10n ** BigInt(rang));
  return inconnu(chemin, 'arrondi_1', args, {
    entiere: rang === 0,
    axiomes: (resultat) => [entre(moins(resultat, forme), demi), entre(moins(forme, resultat), demi)],
  });
}

/** `ecart ≤ borne`. */
function entre(ecart: Forme, borne: Nombre): Inegalite {
  return { forme: moins(ecart, formeConstante(borne)), stricte: false };
}

function sansEchelle({ n, d }: Nombre): Nombre {
  return new Nombre(n, d);
}

/** Multiplication and division: exact by a known number, else a closed term. */
export function multiplier(chemin: Chemin, a: Abstrait, b: Abstrait): Abstrait {
  const [gauche, droite] = [formeAttendue(a), formeAttendue(b)];
  if (estConstante(droite)) return { forme: fois(gauche, droite.constante) };
  if (estConstante(gauche)) return { forme: fois(droite, gauche.constante) };
  return inconnu(
    chemin,
    'produit',
    [a, b].sort((x, y) => (cleDe(x) < cleDe(y) ? -1 : 1)),
    { entiere: false },
  );
}

export function diviser(chemin: Chemin, a: Abstrait, b: Abstrait): Abstrait {
  const diviseur = formeAttendue(b);
  // A division by zero has no value: cases that fail are looked for elsewhere, here it may be anything.
  if (!estConstante(diviseur) || diviseur.constante.n === 0n)
    return inconnu(chemin, 'quotient', [a, b], { entiere: false });
  return { forme: fois(formeAttendue(a), new Nombre(1n, 1n).par(diviseur.constante, Nombre)) };
}

const SUR_LES_DATES: Readonly<Record<string, (args: readonly Jour[]) => number>> = {
  moisCivils_1: ([du, au]) => moisCivils(jour(du), jour(au)),
  moisCivilsEntiers_1: ([du, au]) => moisCivilsEntiers(jour(du), jour(au)),
  moisPresence_1: ([du, au, absentDu, absentAu]) => moisDePresence(jour(du), jour(au), absentDu, absentAu),
  annee: ([du]) => anneeDe(jour(du)),
};

function jour(valeur: Jour | undefined): Jour {
  if (!valeur) throw new CheminImpossible();
  return valeur;
}

function jourConnu(valeur: Abstrait): Jour | undefined {
  const rang = nombreConnu(valeur);
  return rang && new Jour(jourDuRang(Number(rang.n)));
}

function calendrier(chemin: Chemin, nom: string, args: readonly Abstrait[]): Abstrait {
  const dates = SUR_LES_DATES[nom];
  if (dates) {
    const jours = args.map(jourConnu);
    if (jours.every((connu) => connu !== undefined)) return { forme: formeConstante(entier(dates(jours))) };
    const positif = nom === 'annee' ? [] : [ZERO];
    return inconnu(chemin, nom, args, {
      entiere: true,
      axiomes: (resultat) => positif.map((zero) => entre(fois(resultat, entier(-1)), zero)),
    });
  }
  if (nom === 'ajouterMois_1') return ajouter(chemin, args);
  if (nom === 'debutAnnee') {
    const an = nombreConnu(args[0]);
    return an
      ? { forme: formeConstante(entier(rangDuJour(`${an.toString().padStart(4, '0')}-01-01`))), date: true }
      : inconnu(chemin, nom, args, { entiere: true, date: true });
  }
  if (nom === 'comparerDuree_1') return comparer(chemin, args);
  throw new Error(`the library function ${nom} is not known to the analysis`);
}

function ajouter(chemin: Chemin, args: readonly Abstrait[]): Abstrait {
  const [debut, mois] = args;
  const [jourDeDepart, combien] = [jourConnu(attendu(debut)), nombreConnu(mois)];
  if (jourDeDepart && combien)
    return {
      forme: formeConstante(entier(rangDuJour(ajouterMois(jourDeDepart, Number(combien.n)).iso))),
      date: true,
    };
  const depart = formeAttendue(attendu(debut));
  return inconnu(chemin, 'ajouterMois_1', args, {
    entiere: true,
    date: true,
    // A month has 28 to 31 days.
    axiomes: (resultat) =>
      combien && signe(combien) >= 0
        ? [
            entre(moins(resultat, depart), combien.fois(entier(31), Nombre)),
            entre(moins(depart, resultat), combien.fois(entier(-28), Nombre)),
          ]
        : [],
  });
}

function comparer(chemin: Chemin, args: readonly Abstrait[]): Abstrait {
  const [debut, fin, seuil, decompte] = args;
  const [du, au, mois] = [jourConnu(attendu(debut)), jourConnu(attendu(fin)), nombreConnu(seuil)];
  const mode =
    typeof decompte === 'object' && 'texte' in decompte && estUnDecompte(decompte.texte)
      ? decompte.texte
      : undefined;
  if (du && au && mois && mode) return { texte: comparerDuree(du, au, Number(mois.n), mode) };
  chemin.termesOpaques = true;
  const nom = nommer('comparerDuree_1', args);
  chemin.univers.declarerTerme(nom, { entiere: false, domaine: POSITIONS, bornes: [] });
  return { texteDe: nom };
}

function nommer(fonction: string, args: readonly Abstrait[]): string {
  return `${fonction}(${args.map(cleDe).join(', ')})`;
}

/** A term the analysis does not look into: it may take any value the axioms allow. */
function inconnu(
  chemin: Chemin,
  fonction: string,
  args: readonly Abstrait[],
  {
    entiere,
    date,
    axiomes,
  }: { entiere: boolean; date?: true; axiomes?: (resultat: Forme) => readonly Inegalite[] },
): Abstrait {
  const nom = nommer(fonction, args);
  chemin.termesOpaques = true;
  const forme = formeVariable(nom);
  chemin.univers.declarerTerme(nom, { entiere, domaine: undefined, bornes: [] });
  if (chemin.decouvrir(nom)) for (const axiome of axiomes?.(forme) ?? []) chemin.supposer(axiome);
  return date ? { forme, date } : { forme };
}

/** `-a`, `a + b`, `a - b`. */
export function additionner(a: Abstrait, facteur: 1 | -1, b: Abstrait): Abstrait {
  return { forme: combiner(formeAttendue(a), entier(facteur), formeAttendue(b)) };
}
