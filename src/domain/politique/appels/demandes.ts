/** The facts a version demands that a caller does not give. */
import { faitsNonDonnes } from '#src/domain/formulaire/faits-donnes.ts';
import type { Appelant } from '#src/domain/politique/appels/appelant.ts';
import type { FichierDeRegles, TypeDeFait } from '#src/engine/format.ts';
import type { Anomalie } from '#src/engine/erreurs.ts';
import { seRecouvrent, type Jours } from '#src/domain/politique/versions/activations.ts';

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
  heure: 'decimal',
  'euro-par-heure': 'decimal',
  place: 'entier',
  'euro-par-place': 'decimal',
  acte: 'entier',
  date: 'date',
  enum: 'texte',
  texte: 'texte',
};
