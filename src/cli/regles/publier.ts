/** `regles publier`: puts a file of `rules/` in the registry, in the name of its author and of a second person who approves it. */
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { verifierReferences } from '#src/cli/regles/verifier.ts';
import { Refus } from '#src/domain/commun/refus.ts';
import { lireProfils } from '#src/domain/compte/profils.ts';
import { DossierDeRegles, type ReferenceDeFichier } from '#src/registry/fichiers.ts';
import { preparerVersion } from '#src/registry/livraison.ts';
import { publierVersion } from '#src/registry/publication.ts';

const USAGE = 'regles publier <jeu> <version> --auteur <adresse mail du compte> --approbateur <adresse mail d’un autre compte>';

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes } = lireArguments(args, { auteur: 'texte', approbateur: 'texte' });
    const [jeu, version, ...trop] = positions;
    const [auteur, approbateur] = [textes.get('auteur'), textes.get('approbateur')];
    if (jeu === undefined || version === undefined || trop.length > 0) throw new UsageInvalide(`Indiquez un jeu et une version. Usage : ${USAGE}`);
    if (auteur === undefined || approbateur === undefined) throw new UsageInvalide(`Indiquez l’auteur et l’approbateur, deux comptes différents. Usage : ${USAGE}`);
    const dossier = new DossierDeRegles();
    const reference = await trouver(dossier, jeu, version);
    const code = await verifierReferences(dossier, [reference]);
    if (code !== 0) return code;
    return avecOutil((outil) => publier(outil, dossier, reference, auteur, approbateur));
  },
};

async function trouver(dossier: DossierDeRegles, jeu: string, version: string): Promise<ReferenceDeFichier> {
  const references = (await Promise.all((['regles', 'parametres', 'formulaires'] as const).map((genre) => dossier.versions(genre, jeu)))).flat();
  const reference = references.find((candidate) => candidate.version === version);
  if (reference) return reference;
  throw new UsageInvalide(references.length === 0
    ? `Le jeu de règles « ${jeu} » n’existe pas dans rules/.`
    : `La version ${version} de « ${jeu} » n’existe pas dans rules/ ; versions connues : ${references.map((connue) => connue.version).join(', ')}.`);
}

async function publier(outil: Outil, dossier: DossierDeRegles, reference: ReferenceDeFichier, auteur: string, approbateur: string): Promise<CodeDeSortie> {
  try {
    const version = await preparerVersion(dossier, reference);
    const [compteAuteur, compteApprobateur] = [await compteInterne(outil, 'auteur', auteur), await compteInterne(outil, 'approbateur', approbateur)];
    await outil.executeur.executer({ type: 'systeme', raison: 'regles publier' }, publierVersion, { ...version, auteur: compteAuteur, approbateur: compteApprobateur });
    process.stdout.write(`« ${reference.id} » ${reference.version} est publié, écrit par ${auteur}, approuvé par ${approbateur}.\nEmpreinte : ${version.empreinte}\nLes serveurs en marche l’appliquent dès maintenant, selon ses dates d’effet.\n`);
    return 0;
  } catch (erreur) {
    if (!(erreur instanceof Refus)) throw erreur;
    throw new UsageInvalide(erreur.message);
  }
}

/** The open account of an analyst or of an agent of a Caf. @throws UsageInvalide */
async function compteInterne(outil: Outil, qui: 'auteur' | 'approbateur', courriel: string): Promise<string> {
  const em = outil.orm.em.fork();
  const [compte] = await em.execute<{ id: string }[]>('select id from connexion_compte(?)', [courriel]);
  const ouvert = compte ? await lireProfils(em, outil.horloge, compte.id) : null;
  if (!ouvert) throw new UsageInvalide(`--${qui} : aucun compte n’a l’adresse « ${courriel} ».`);
  if (ouvert.profils.some(({ acteur }) => acteur.type === 'analyste' || acteur.type === 'agent')) return ouvert.id;
  throw new UsageInvalide(`--${qui} : le compte « ${courriel} » n’est pas celui d’un analyste ou d’un agent de Caf en activité.`);
}
