/** `regles verifier`: every check on every file of `rules/`, with a report. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { estUneDate } from '#src/engine/dates.ts';
import { FUSEAU_NATIONAL, HORLOGE_SYSTEME, jourA } from '#src/kernel/horloge.ts';
import type { ReferenceDeFichier } from '#src/domain/politique/livraison/fichiers.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { conclureFraicheur, fraicheurDuDossier } from './fraicheur.ts';
import type { CodeDeSortie, Verbe } from './usage.ts';
import { UsageInvalide, lireArguments } from './usage.ts';
import type { RapportDeFichier } from './rapport-de-verification.ts';
import { rapportEnClair } from './rapport-de-verification.ts';
import { controlerTous } from './controler.ts';
import { lireNom, NOM_DE_FICHIER } from './noms.ts';

export const verbe: Verbe = {
  usage: `regles verifier [<jeu | parametres/nom | formulaires/nom | referentiels/nom>[@version] | chemin]… [--mutation] [--date AAAA-MM-JJ] [--json] [--regles <dossier> | --registre]
  Schéma, références, types, scénarios, analyse exacte (trous, conflits, règles inatteignables), invariants, et ce que demandent les règles à qui les appelle.
  Liste aussi, sans rien refuser, les valeurs et les sources à revérifier : leur dernière vérification est plus ancienne que le délai de parametres/regles.
  --date      jour auquel ce délai se compte ; aujourd’hui par défaut.
  --registre  contrôle les versions en vigueur ou programmées au registre ; sans elle, une ligne dit sur la sortie d’erreur ce qu’un registre joignable applique et que rules/ n’a pas.
  --mutation  note aussi les scénarios : combien de petites erreurs glissées dans le fichier ils attrapent (quelques secondes).`,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, {
      json: 'drapeau',
      mutation: 'drapeau',
      date: 'texte',
      regles: 'texte',
      registre: 'drapeau',
    });
    const racine = textes.get('regles');
    const jour = textes.get('date') ?? jourA(HORLOGE_SYSTEME, FUSEAU_NATIONAL).toString();
    if (!estUneDate(jour)) throw new UsageInvalide(`--date attend une date AAAA-MM-JJ, pas « ${jour} ».`);
    if (drapeaux.has('registre')) {
      if (racine !== undefined || drapeaux.has('mutation'))
        throw new UsageInvalide('--registre contrôle le registre : sans --regles ni --mutation.');
      const { verifierLeRegistre } = await import('./verifier-le-registre.ts');
      const rapports = (await verifierLeRegistre(positions)).map(
        (rapport): RapportDeFichier => ({ ...rapport, citations: null, aReverifier: null, mutation: null }),
      );
      process.stdout.write(
        drapeaux.has('json') ? `${JSON.stringify(rapports, null, 2)}\n` : rapportEnClair(rapports),
      );
      return rapports.every(({ valide }) => valide) ? 0 : 1;
    }
    const dossier = new RuleFolder(racine === undefined ? undefined : resolve(racine));
    const fraicheur = await fraicheurDuDossier(dossier, jour);
    const rapports = await controlerTous(dossier, await choisir(dossier, positions), {
      mutation: drapeaux.has('mutation'),
      limite: fraicheur?.limite,
    });
    const nombre = rapports.reduce((somme, { aReverifier: trouves }) => somme + (trouves?.length ?? 0), 0);
    process.stdout.write(
      drapeaux.has('json')
        ? `${JSON.stringify(rapports, null, 2)}\n`
        : `${rapportEnClair(rapports)}${conclureFraicheur(fraicheur, nombre)}\n`,
    );
    if (racine === undefined) await signalerLeRegistre(rapports, jour);
    return rapports.every(({ valide }) => valide) ? 0 : 1;
  },
};

/**
 * One line when the registry applies, or will apply, versions of these files that the folder does not have.
 */
async function signalerLeRegistre(rapports: readonly RapportDeFichier[], jour: string): Promise<void> {
  const { versionsJoignables } = await import('./registre-joignable.ts');
  const verifies = new Set(
    rapports.filter(({ genre }) => genre === 'regles').map(({ fichier }) => fichier.split('/').at(-2)),
  );
  const connues = new Set(rapports.map(({ empreinte }) => empreinte));
  const autres = ((await versionsJoignables()) ?? []).filter(
    ({ jeu, empreinte, au }) => verifies.has(jeu) && !connues.has(empreinte) && (au === null || au > jour),
  );
  if (autres.length === 0) return;
  process.stderr.write(
    `Le registre joignable applique des versions que rules/ n’a pas : ${autres.map(({ jeu, numero, du }) => `« ${jeu} » ${numero}${du !== null && du > jour ? ` (à partir du ${du})` : ''}`).join(', ')} ; --registre les contrôle.\n`,
  );
}

async function choisir(dossier: RuleFolder, positions: readonly string[]): Promise<ReferenceDeFichier[]> {
  const tous = await dossier.tous();
  if (positions.length === 0) return tous;
  return positions.flatMap((position) => {
    if (position.endsWith('.json')) {
      const chemin = resolve(position);
      if (!existsSync(chemin)) throw new UsageInvalide(`Le fichier « ${position} » n’existe pas.`);
      return [dossier.referenceDe(chemin)];
    }
    const [nom = '', version] = position.split('@');
    const { genre, jeu } = lireNom(nom);
    const trouves = tous.filter(
      (reference) =>
        reference.id === jeu &&
        (genre === undefined || reference.genre === genre) &&
        (version === undefined || reference.version === version),
    );
    if (trouves.length === 0)
      throw new UsageInvalide(
        `Aucun fichier de rules/ ne correspond à « ${position} » ; donnez ${NOM_DE_FICHIER}, avec @version au besoin, ou un chemin.`,
      );
    return trouves;
  });
}
