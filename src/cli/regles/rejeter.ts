/**
 * `regles rejeter` and `regles retirer`: a version that waits is refused by a second person, or taken back by
 * its author.
 */
import { avecOutil } from '#src/cli/outil.ts';
import {
  acteur,
  agir,
  compteInterne,
  dire,
  NOM_DE_FICHIER,
  trouverSoumission,
} from '#src/cli/regles/politique.ts';
import { UsageInvalide, lireArguments, type Verbe } from '#src/cli/regles/usage.ts';
import { rejeter, retirer } from '#src/domain/politique/commandes.ts';

const ACTES = {
  rejeter: {
    commande: rejeter,
    qui: 'approbateur',
    etat: 'rejete',
    participe: 'rejeté',
    aide: 'Rejette une version soumise par une autre personne ; le motif est conservé.',
    motif: '--motif <texte>',
  },
  retirer: {
    commande: retirer,
    qui: 'auteur',
    etat: 'retire',
    participe: 'retiré',
    aide: 'Retire une version que l’on a soi-même soumise.',
    motif: '[--motif <texte>]',
  },
} as const;

/** The verb of one of the two acts. */
function verbeDe(nom: keyof typeof ACTES): Verbe {
  const { commande, qui, etat, participe, aide, motif } = ACTES[nom];
  const usage = `regles ${nom} ${NOM_DE_FICHIER} <version> --${qui} <adresse mail du compte> ${motif} [--json]\n  ${aide}`;
  return {
    usage,
    async executer(args) {
      const {
        positions: [jeu, version, ...trop],
        textes,
        drapeaux,
      } = lireArguments(args, { [qui]: 'texte', motif: 'texte', json: 'drapeau' });
      const courriel = textes.get(qui);
      if (jeu === undefined || version === undefined || trop.length > 0 || courriel === undefined)
        throw new UsageInvalide(`Indiquez un jeu, une version et un compte. Usage : ${usage}`);
      return avecOutil((outil) =>
        agir(async () => {
          const {
            id,
            version: lue,
            genre,
            jeu: fichier,
            numero,
            empreinte,
          } = await trouverSoumission(outil, nom, jeu, version);
          await outil.executeur.executer(acteur(nom), commande, {
            id,
            version: lue,
            motif: textes.get('motif'),
            pour: await compteInterne(outil, qui, courriel),
          });
          dire(
            drapeaux.has('json'),
            { soumission: id, genre, jeu: fichier, version: numero, etat, empreinte },
            [
              `« ${fichier} » ${numero} est ${participe} par ${courriel} : rien ne change dans ce qui est en vigueur.`,
            ],
          );
        }),
      );
    },
  };
}

export const verbe: Verbe = verbeDe('rejeter');
export const verbeRetirer: Verbe = verbeDe('retirer');
