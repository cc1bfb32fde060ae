/**
 * `npm run demo`: loads the demonstration data into the database of the configuration; with `--echelle`, multiplies
 * them up to the size of the country or of a quarter of it.
 */
import { parseArgs } from 'node:util';
import { chargerDemonstration } from '#src/cli/demonstration/charger.ts';
import { comptesDeDemonstration } from '#src/cli/demonstration/comptes.ts';
import { INACHEVEE, lireEtatDeLaDemonstration } from '#src/cli/demonstration/etat.ts';
import { chargerEchelle } from '#src/cli/demonstration/nationale/charger.ts';
import { ECHELLES, type Echelle } from '#src/cli/demonstration/nationale/echelles.ts';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { Progression } from '#src/cli/progression.ts';
import { ArretVoulu, echouer } from '#src/cli/sortie.ts';

const USAGE = `Usage :
  npm run demo
  npm run demo -- --echelle nationale|quart
                  (multiplie les données de démonstration jusqu’à la taille du pays, ou d’un quart)`;

function lireEchelle(): Echelle | null {
  try {
    const { echelle } = parseArgs({ options: { echelle: { type: 'string' } } }).values;
    if (echelle === undefined) return null;
    if (Object.hasOwn(ECHELLES, echelle)) return echelle as Echelle;
  } catch {
    // An option that is not one: told as a value that is not one is.
  }
  throw new ArretVoulu(`Une option est inconnue ou sans valeur.\n${USAGE}`);
}

async function principal(): Promise<void> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new ArretVoulu(
      'Les données de démonstration ouvrent des comptes dont le mot de passe est public : elles ne se chargent pas en production.',
    );
  }
  const echelle = lireEchelle();
  const progression = new Progression();
  await avecOutil(async (outil) => {
    for (const ligne of await initialiserBase(outil)) progression.note(ligne);
    const etat = await lireEtatDeLaDemonstration(outil);
    if (etat === 'inachevee') throw new ArretVoulu(INACHEVEE);
    if (etat === 'absente') {
      await chargerDemonstration(outil, { surAvancement: progression.part('Démonstration') });
      progression.etape('Démonstration chargée : trois Caf, leurs partenaires, trois années de déclarations');
      for (const ligne of comptesDeDemonstration()) progression.note(ligne);
    } else if (echelle === null)
      progression.note('Les données de démonstration sont déjà là : rien n’a été ajouté.');
    if (echelle !== null) await agrandir(outil, echelle, progression);
  });
}

async function agrandir(
  { urlProprietaire }: Outil,
  echelle: Echelle,
  progression: Progression,
): Promise<void> {
  if (urlProprietaire === undefined)
    throw new ArretVoulu(
      'Les données à grande échelle se chargent par le propriétaire des tables : indiquez DATABASE_URL_PROPRIETAIRE.',
    );
  const bilan = await chargerEchelle(urlProprietaire, ECHELLES[echelle], {
    etape: progression.etape,
    avancer: progression.part('Déclarations'),
  });
  for (const ligne of bilan.texte()) progression.note(ligne);
  progression.note(`Terminé en ${progression.total()}`);
}

await principal().catch(echouer);
