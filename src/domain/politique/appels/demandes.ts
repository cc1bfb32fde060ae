/** The facts a version demands that a caller does not give. */
import type { Appelant, FaitDonne } from '#src/domain/politique/appels/appelant.ts';
import type { Condition, DeclarationDeFait, FichierDeRegles, TypeDeFait } from '#src/engine/format.ts';
import type { Anomalie } from '#src/engine/erreurs.ts';
import { seRecouvrent, type Jours } from '#src/domain/politique/versions/activations.ts';

type Verdict = 'vrai' | 'faux' | 'inconnu';
type Demandeur = Pick<FichierDeRegles, 'id' | 'faits'>;

/**
 * What is wrong between a version and those who call it, both ends named. @param jours those it would rule
 */
export function verifierAppels(fichier: Demandeur, jours: Jours, appelants: readonly Appelant[]): Anomalie[] {
  return appelants
    .filter((appelant) => appelant.jeu === fichier.id && seRecouvrent(appelant.jours, jours))
    .flatMap((appelant) => [
      ...faitsNonDonnes(fichier, appelant.faits).map(
        (fait): Anomalie => ({
          controle: 'appels',
          chemin: `/faits/${fait}`,
          message: `le fait « ${fait} » est demandé, et ${appelant.nom} ne le donne pas : tout cas s’y arrêterait, faute de ce fait. Rendez-le facultatif ("facultatif": true), ou mettez d’abord en vigueur ce qui le donne.`,
        }),
      ),
      ...Object.entries(appelant.faits).flatMap(([fait, { type }]): Anomalie[] => {
        const declare = fichier.faits[fait];
        return !declare || type === undefined || FORMES[type] === FORMES[declare.type]
          ? []
          : [
              {
                controle: 'appels',
                chemin: `/faits/${fait}/type`,
                message: `le fait « ${fait} » est déclaré « ${declare.type} », et ${appelant.nom} le donne en « ${type} » : tout cas y serait refusé.`,
              },
            ];
      }),
    ]);
}

/** Facts needed in every case, or in some that this caller may bring, and that he never gives. */
export function faitsNonDonnes({ faits }: Demandeur, donnes: Readonly<Record<string, FaitDonne>>): string[] {
  return Object.entries(faits)
    .filter(([nom, declare]) => !Object.hasOwn(donnes, nom) && estDemande(declare, donnes))
    .map(([nom]) => nom);
}

function estDemande(
  { informatif, facultatif, requisAvec, requisSi }: DeclarationDeFait,
  donnes: Readonly<Record<string, FaitDonne>>,
): boolean {
  if (informatif || facultatif) return false;
  if (requisAvec && !requisAvec.some((nom) => Object.hasOwn(donnes, nom))) return false;
  return !requisSi || juger(requisSi, donnes) !== 'faux';
}

/** Whether a condition holds of what a caller gives: unknown where a given fact may have several values. */
function juger(condition: Condition, donnes: Readonly<Record<string, FaitDonne>>): Verdict {
  if ('all' in condition)
    return reunir(
      condition.all.map((une) => juger(une, donnes)),
      'faux',
      'vrai',
    );
  if ('any' in condition)
    return reunir(
      condition.any.map((une) => juger(une, donnes)),
      'vrai',
      'faux',
    );
  if ('not' in condition) return NEGATION[juger(condition.not, donnes)];
  const donne = donnes[condition.fact];
  // A fact that is not there makes nothing needed.
  if (!donne) return 'faux';
  const { operator, value } = condition;
  if (donne.valeur === undefined || (typeof value === 'object' && !Array.isArray(value))) return 'inconnu';
  const parmi = Array.isArray(value) ? value : [value];
  const egale = parmi.some((une) => une === donne.valeur);
  switch (operator) {
    case 'equal':
    case 'in':
      return egale ? 'vrai' : 'faux';
    case 'notEqual':
    case 'notIn':
      return egale ? 'faux' : 'vrai';
    default:
      return 'inconnu';
  }
}

const NEGATION: Readonly<Record<Verdict, Verdict>> = { vrai: 'faux', faux: 'vrai', inconnu: 'inconnu' };
const reunir = (verdicts: readonly Verdict[], decisif: Verdict, sinon: Verdict): Verdict =>
  verdicts.includes(decisif) ? decisif : verdicts.includes('inconnu') ? 'inconnu' : sinon;

/** Shape of the JSON of each type: two types of one shape are given alike. */
const FORMES: Readonly<Record<TypeDeFait, 'booleen' | 'entier' | 'decimal' | 'date' | 'texte'>> = {
  booleen: 'booleen',
  entier: 'entier',
  annee: 'entier',
  mois: 'entier',
  decimal: 'decimal',
  euro: 'decimal',
  etp: 'decimal',
  taux: 'decimal',
  'euro-par-etp': 'decimal',
  date: 'date',
  enum: 'texte',
  texte: 'texte',
};
