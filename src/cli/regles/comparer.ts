/** `regles comparer`: what changes from one version of a file to another, and for which cases. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  comparerContenus,
  type ComparaisonDeVersions,
  type VersionAComparer,
} from '#src/domain/politique/comparaison/comparaison.ts';
import { sha256 } from '#src/domain/politique/porte/rapports.ts';
import { genreDuFormat, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import type {
  ComparaisonDeJeux,
  ComparaisonDeStructure,
  Differences,
  ParametreChange,
  SectionComparee,
  VerdictDeNiveau,
} from '#src/engine/comparer/index.ts';
import { niveauRespecte } from '#src/engine/comparer/index.ts';
import type { FichierClos } from '#src/engine/cloture.ts';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import { resoudre, reunis } from '#src/engine/referentiels.ts';
import { dateEnLettres } from '#src/engine/messages.ts';
import { RuleFolder, type FichierTexte } from '#src/domain/politique/livraison/fichiers.ts';
import { canoniser } from '#src/domain/politique/livraison/livraison.ts';
import { genresDits, lireNom, NOM_DE_FICHIER } from './noms.ts';
import type { CodeDeSortie, Verbe } from './usage.ts';
import { UsageInvalide, lireArguments } from './usage.ts';

const USAGE = `regles comparer ${NOM_DE_FICHIER} <version avant> <version après> [--json] [--regles <dossier>]
       regles comparer <avant> <après> [--json] [--regles <dossier>]
  Une version se nomme par son numéro (dans rules/, sinon dans le registre), par le chemin d’un fichier .json, ou dans le registre :
  « etp@1.0.0 », « etp@en-vigueur », « etp@brouillon », « etp@<identifiant d’un brouillon> », « parametres/ram@1.1.0 ».
  Paramètres, règles, faits, champs, questions et messages qui changent ; cas dont l’issue change, chacun avec un exemple, ou preuve qu’aucun ne change ;
  niveau de version qui en découle. Sort avec 1 quand le numéro de version ne suit pas.`;

/** A version, wherever it was found. */
export interface VersionTrouvee extends VersionAComparer {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
}

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, { json: 'drapeau', regles: 'texte' });
    const racine = textes.get('regles');
    const dossier = new RuleFolder(racine === undefined ? undefined : resolve(racine));
    const [avant, apres] = await lireLesDeux(dossier, racine === undefined, positions);
    if (avant.genre !== apres.genre || avant.jeu !== apres.jeu)
      throw new UsageInvalide(
        `Les deux versions doivent être du même fichier : la première est de « ${avant.jeu} », la seconde de « ${apres.jeu} ».`,
      );
    const comparaison = comparerContenus(apres.genre, avant, apres, await completerPar(dossier));
    const verdict = niveauRespecte(comparaison);
    process.stdout.write(
      drapeaux.has('json')
        ? `${JSON.stringify({ ...comparaison, numero: verdict }, null, 2)}\n`
        : enClair(comparaison, verdict),
    );
    return verdict.respecte ? 0 : 1;
  },
};

/** Gives rule files the codes of the referentials of the folder. */
async function completerPar(dossier: RuleFolder): Promise<(clos: FichierClos) => FichierClos> {
  const references = (await dossier.tous()).filter(({ genre }) => genre === 'referentiel');
  const fichiers = await Promise.all(
    references.map(async (reference) => dossier.referentiel(await dossier.lire(reference))),
  );
  return (clos) => resoudre(clos, reunis(fichiers)).fichier;
}

async function lireLesDeux(
  dossier: RuleFolder,
  registreAussi: boolean,
  positions: readonly string[],
): Promise<[VersionTrouvee, VersionTrouvee]> {
  const [premier, deuxieme, troisieme, ...trop] = positions;
  if (premier === undefined || deuxieme === undefined || trop.length > 0)
    throw new UsageInvalide(`Indiquez un jeu et deux versions, ou deux fichiers. Usage : ${USAGE}`);
  const seules = [premier, deuxieme].every((nom) => nom.endsWith('.json') || nom.includes('@'));
  if (troisieme === undefined && !seules)
    throw new UsageInvalide(`Indiquez aussi la deuxième version. Usage : ${USAGE}`);
  const demandes =
    troisieme === undefined
      ? [premier, deuxieme]
      : [deuxieme, troisieme].map((version) =>
          version.endsWith('.json') || version.includes('@') ? version : `${premier}\n${version}`,
        );
  const lire = (demande: string): Promise<VersionTrouvee> => {
    if (demande.includes('\n')) return parNumero(dossier, registreAussi, demande.split('\n'));
    return demande.includes('@') ? auRegistre(demande.split('@')) : lireFichier(dossier, demande);
  };
  const [avant = '', apres = ''] = demandes;
  return [await lire(avant), await lire(apres)];
}

/** The registry is opened only for a version that is asked of it. */
async function auRegistre([nom = '', version = '']: readonly string[]): Promise<VersionTrouvee> {
  return (await import('./registre-lu.ts')).lireAuRegistre(nom, version);
}

/**
 * A version of `rules/`; of the registry when the folder does not have it. @throws UsageInvalide,
 * FichierInvalide
 */
async function parNumero(
  dossier: RuleFolder,
  registreAussi: boolean,
  [nom = '', version = '']: readonly string[],
): Promise<VersionTrouvee> {
  const { genre, jeu } = lireNom(nom);
  const parGenre = await Promise.all(genresDits(genre).map((un) => dossier.versions(un, jeu)));
  // « quotas » is the rule file, unless there is none of that name.
  const references = parGenre.find((siennes) => siennes.length > 0) ?? [];
  const reference = references.find((candidate) => candidate.version === version);
  if (reference) return fermer(dossier, await dossier.lire(reference));
  if (registreAussi) return auRegistre([nom, version]);
  const connues = references.map((candidate) => candidate.version).join(', ');
  throw new UsageInvalide(
    connues === ''
      ? `Le jeu de règles « ${nom} » n’existe pas.`
      : `Le jeu « ${nom} » n’a pas de version « ${version} » ; versions connues : ${connues}.`,
  );
}

/** A draft may bear any file name: the file itself says what it is, and which version. */
async function lireFichier(dossier: RuleFolder, chemin: string): Promise<VersionTrouvee> {
  const absolu = resolve(chemin);
  if (!existsSync(absolu)) throw new UsageInvalide(`Le fichier « ${chemin} » n’existe pas.`);
  const texte = await dossier.lire({ ...dossier.referenceDe(absolu), genre: 'regles', nom: chemin });
  const { valeur } = texte.lu;
  const dit = (nom: string): string =>
    typeof valeur === 'object' && valeur !== null && nom in valeur
      ? String((valeur as Readonly<Record<string, unknown>>)[nom])
      : '';
  return fermer(dossier, {
    ...texte,
    genre: genreDuFormat(dit('format')) ?? 'regles',
    id: dit('id') || texte.id,
    version: dit('version') || texte.version,
  });
}

async function fermer(dossier: RuleFolder, fichier: FichierTexte): Promise<VersionTrouvee> {
  const anomalies = fichier.genre === 'formulaire' ? await dossier.controlerSchema(fichier) : [];
  if (anomalies.length > 0) throw new FichierInvalide(fichier.nom, anomalies);
  const canonique = await canoniser(dossier, fichier);
  return { genre: fichier.genre, jeu: fichier.id, canonique, empreinte: sha256(canonique) };
}

const TITRES: Readonly<Record<SectionComparee, string>> = {
  faits: 'Faits',
  contraintes: 'Contraintes',
  faitsDerives: 'Faits dérivés',
  issues: 'Issues',
  regles: 'Règles',
  questions: 'Questions',
  messages: 'Messages',
  sources: 'Sources',
  scenarios: 'Scénarios',
  invariants: 'Invariants',
};

const PRESENTATION = 'Présentation';
const direParametre = ({ nom, libelle, de, vers, du, au }: ParametreChange): string =>
  `${libelle} (${nom}) : ${valeur(de)} → ${valeur(vers)}, à partir du ${dateEnLettres(du)}${au === null ? '' : ` et jusqu’au ${dateEnLettres(au)} exclu`}`;

function enClair(comparaison: ComparaisonDeVersions, verdict: VerdictDeNiveau): string {
  const { jeu, avant, apres, niveau, raisons } = comparaison;
  const blocs = 'effets' in comparaison ? blocsDesRegles(comparaison) : blocsDeStructure(comparaison);
  const lignes = [`${jeu} : ${avant.version} → ${apres.version}`, ''];
  for (const [titre, contenu] of blocs)
    if (contenu.length > 0) lignes.push(titre, ...contenu.map((ligne) => `  ${ligne}`), '');
  if ('methode' in comparaison) lignes.push(comparaison.methode, '');
  lignes.push(
    `Niveau du changement : ${niveau} (${raisons.join(' ; ')}).`,
    verdict.message ?? `Le numéro ${apres.version} convient (au moins ${verdict.versionMinimale}).`,
    '',
  );
  return lignes.join('\n');
}

type Bloc = readonly [titre: string, contenu: readonly string[]];
function blocsDesRegles({ enveloppe, parametres, sections, effets }: ComparaisonDeJeux): Bloc[] {
  return [
    [PRESENTATION, enveloppe.map((champ) => `${champ} modifié`)],
    ['Paramètres', parametres.map(direParametre)],
    ...Object.entries(sections).map(
      ([section, differences]): Bloc => [
        TITRES[section as SectionComparee],
        enumererDifferences(differences),
      ],
    ),
    [
      'Cas dont la décision change',
      effets.flatMap((effet) => [
        `${effet.avant} → ${effet.apres}${effet.causes.length > 0 ? ` (${effet.causes.join(', ')})` : ''}`,
        `    exemple au ${dateEnLettres(effet.temoin.date)} : ${JSON.stringify(effet.temoin.etantDonne)}`,
      ]),
    ],
  ];
}

function blocsDeStructure({ enveloppe, parametres, rubriques }: ComparaisonDeStructure): Bloc[] {
  return [
    [PRESENTATION, enveloppe.map((champ) => `${champ} modifié`)],
    ['Valeurs', parametres.map(direParametre)],
    ...rubriques.map((rubrique): Bloc => [rubrique.libelle, enumererDifferences(rubrique)]),
  ];
}

function enumererDifferences({ ajoutes, retires, modifies }: Differences): string[] {
  return [
    ...ajoutes.map((id) => `+ ${id}`),
    ...retires.map((id) => `- ${id}`),
    ...modifies.map(({ id, quoi }) => `~ ${id} : ${quoi.join(', ')}`),
  ];
}

function valeur(donnee: string | boolean | null): string {
  if (donnee === null) return 'aucune valeur';
  return typeof donnee === 'boolean' ? (donnee ? 'oui' : 'non') : donnee;
}
