import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { activationsConnues, contient } from '#src/domain/politique/versions/sql.ts';
import {
  FichierInvalide,
  situer,
  verifierParametres,
  verifierReferentiel,
  verifierRegles,
  type Anomalie,
  type FichierClos,
  resoudre,
  reunis,
  type FichierDeParametres,
  type FichierDeReferentiel,
  type FichierDeRegles,
  type OptionsDeVerification,
  type Rapport,
  type TrouverPartage,
} from '#src/engine/index.ts';
import { lireJson, TAILLE_MAX } from '#src/engine/lecture.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { verifierFormulaire } from '#src/domain/formulaire/verifier.ts';
import { TOUJOURS, type Appelant } from '#src/domain/politique/appels/appelant.ts';
import { verifierAppels } from '#src/domain/politique/appels/demandes.ts';
import { appelsDuFormulaire } from '#src/domain/politique/appels/formulaires.ts';
import { appelantsDe } from '#src/domain/politique/appels/registre.ts';
import { ControleAbandonne, controlerAPart } from '#src/domain/politique/porte/controle-a-part.ts';
import { sha256 } from '#src/domain/politique/porte/rapports.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';
import { RuleFolder, type FichierTexte } from '#src/domain/politique/livraison/fichiers.ts';
import { canoniser } from '#src/domain/politique/livraison/livraison.ts';

/** A text to check, and the file it claims to be. */
export interface TexteAControler {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly texte: string;
}

/** What the checks of the gate say of a text. Nothing is written. */
export interface Controle {
  /** Every check asked for passed; all of them, and it may be submitted. */
  readonly valide: boolean;
  /** With line and column where there is a place. */
  readonly anomalies: readonly Anomalie[];
  /** Version the text declares, null when it cannot be read. */
  readonly numero: string | null;
  /** SHA-256 of `canonique`; both null while the text is no file of its kind. */
  readonly empreinte: string | null;
  readonly canonique: string | null;
  /** Closed rule file, with the codes of its referentials; null for the other kinds. */
  readonly clos: FichierClos | null;
  /** Counts of the checks; null for the other kinds. */
  readonly comptes: Rapport['comptes'] | null;
  /**
   * Exact analysis, findings that do not block included; null for the other kinds and while names do not
   * resolve.
   */
  readonly analyse: Rapport['analyse'];
  /** Days its « applicable » allows. */
  readonly applicable: Jours;
}

const NUMERO = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/;
const AUTRE_GENRE = { clos: null, comptes: null, analyse: null };
/** The schemas of `rules/`; compiled once for the process. */
const dossier = new RuleFolder();

const propriete = (valeur: unknown, nom: string): unknown =>
  typeof valeur === 'object' && valeur !== null
    ? (valeur as Readonly<Record<string, unknown>>)[nom]
    : undefined;

/** Version number a text declares, null when it cannot be read. */
export function numeroDeclare(texte: string): string | null {
  try {
    return numeroDe(lireJson('', texte).valeur);
  } catch (erreur) {
    if (erreur instanceof FichierInvalide) return null;
    throw erreur;
  }
}
function numeroDe(valeur: unknown): string | null {
  const numero = propriete(valeur, 'version');
  return typeof numero === 'string' && NUMERO.test(numero) ? numero : null;
}

/**
 * Passes every check of the gate on a text, shared parameters being those of the registry.
 * Never throws for what the text says: a text that is not even JSON has its anomaly.
 */
export async function controlerTexte(
  unite: Pick<UniteDeLecture, 'em' | 'aujourdhui'>,
  texte: TexteAControler,
  options: OptionsDeVerification = {},
  compagnons: Compagnons = {},
): Promise<Controle> {
  return (await preparerControle(unite, texte, options, compagnons))();
}

/** What goes with a text and is not in force yet. */
export interface Compagnons {
  /** Parameter files of the same lot, or drafts. */
  readonly partages?: readonly FichierDeParametres[];
  /** Rule files of the same lot: a form calls them in the place of those in force. */
  readonly regles?: readonly FichierDeRegles[];
  /** Forms of the same lot: they call in the place of those in force. */
  readonly formulaires?: readonly DefinitionDeFormulaire[];
  /** Referentials of the same lot, or drafts. */
  readonly referentiels?: readonly FichierDeReferentiel[];
  /** Days asked for, when they are not those of the file. */
  readonly jours?: Jours;
}

/** A text to check, with what its checks read of the registry. */
export interface DemandeDeControle extends TexteAControler {
  /** Approved parameter files. */
  readonly partages: readonly FichierDeParametres[];
  /** Referentials its facts name: those approved, then those that go with it. */
  readonly referentiels: readonly FichierDeReferentiel[];
  /** Rule files in force, for a form. */
  readonly jeux: readonly FichierDeRegles[];
  /** Rule files approved for days to come, for a form. */
  readonly jeuxAVenir: readonly FichierDeRegles[];
  /** Who calls a rule file. */
  readonly appelants: readonly Appelant[];
  /** Days asked for; those of the file when not given. */
  readonly jours: Jours | null;
  readonly options: OptionsDeVerification;
}

/**
 * Longest text checked where it stands, in characters; the shipped files are below. Others would keep the
 * server from answering.
 */
export const LONGUEUR_SUR_PLACE = 32_000;

/**
 * Reads what the checks of a text need; the checks themselves are what it gives, to be run once the
 * transaction is closed.
 */
export async function preparerControle(
  { em, aujourdhui }: Pick<UniteDeLecture, 'em' | 'aujourdhui'>,
  { genre, jeu, texte }: TexteAControler,
  options: OptionsDeVerification = {},
  { partages = [], regles = [], formulaires = [], referentiels = [], jours }: Compagnons = {},
): Promise<() => Promise<Controle>> {
  const jeux =
    genre === 'formulaire' ? await jeuxDuRegistre(em, aujourdhui.toString()) : { enVigueur: [], aVenir: [] };
  const demande: DemandeDeControle = {
    genre,
    jeu,
    texte,
    options,
    jours: jours ?? null,
    partages: genre === 'regles' ? [...(await partagesDe(em, texte)), ...partages] : [],
    referentiels: genre === 'regles' ? [...(await referentielsDe(em, texte)), ...referentiels] : [],
    jeux: [...jeux.enVigueur, ...regles],
    jeuxAVenir: jeux.aVenir,
    appelants: genre === 'regles' ? await appelantsDe({ em }, jeu, formulaires) : [],
  };
  return texte.length <= LONGUEUR_SUR_PLACE || texte.length > TAILLE_MAX
    ? () => controlerIsole(demande)
    : () => controlerAPart(demande).catch(abandonner);
}

function abandonner(erreur: unknown): Controle {
  if (!(erreur instanceof ControleAbandonne)) throw erreur;
  const message =
    'ce fichier demande trop de calcul pour être contrôlé ; partagez ses règles, ses listes ou ses scénarios entre plusieurs fichiers.';
  return refuse(
    new FichierInvalide('', [{ controle: 'lecture', chemin: '', ligne: 1, colonne: 1, message }]),
    null,
  );
}

/** The checks alone: no database, nothing shared. */
export async function controlerIsole(demande: DemandeDeControle): Promise<Controle> {
  const { genre, jeu, texte, partages } = demande;
  const nom = `« ${jeu} »`;
  try {
    const lu = lireJson(nom, texte);
    const fichier: FichierTexte = {
      genre,
      id: jeu,
      version: numeroDe(lu.valeur) ?? '',
      chemin: '',
      nom,
      texte,
      lu,
    };
    const connus = new Map(partages.map((partage) => [`${partage.id}/${partage.version}`, partage]));
    return await controler(fichier, (id, version) => connus.get(`${id}/${version}`), demande);
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return refuse(erreur, null);
  }
}

async function controler(
  fichier: FichierTexte,
  trouver: TrouverPartage,
  demande: DemandeDeControle,
): Promise<Controle> {
  const { genre } = demande;
  try {
    const { anomalies, clos, comptes, analyse } = await controlerContenu(fichier, trouver, demande);
    const canonique =
      genre === 'formulaire' && anomalies.length > 0 ? null : await canoniser(dossier, fichier, trouver);
    return {
      valide: anomalies.length === 0,
      anomalies: situer(anomalies, fichier.lu),
      numero: fichier.version,
      empreinte: canonique === null ? null : sha256(canonique),
      canonique,
      clos,
      comptes,
      analyse,
      applicable: genre === 'parametres' ? TOUJOURS : (propriete(fichier.lu.valeur, 'applicable') as Jours),
    };
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return refuse(erreur, fichier.version || null);
  }
}

const refuse = ({ anomalies }: FichierInvalide, numero: string | null): Controle => ({
  valide: false,
  anomalies,
  numero,
  empreinte: null,
  canonique: null,
  clos: null,
  comptes: null,
  analyse: null,
  applicable: TOUJOURS,
});

async function controlerContenu(
  fichier: FichierTexte,
  trouver: TrouverPartage,
  { genre, jeux, jeuxAVenir, appelants, referentiels, jours, options }: DemandeDeControle,
): Promise<Pick<Controle, 'anomalies' | 'clos' | 'comptes' | 'analyse'>> {
  switch (genre) {
    case 'regles': {
      const { fichier: regles, clos: publie } = await dossier.fermer(fichier, trouver);
      const { fichier: clos } = resoudre(publie, reunis(referentiels));
      const { anomalies, comptes, analyse } = await verifierRegles(regles, clos, options, publie);
      return {
        anomalies: [
          ...anomalies,
          ...verifierAppels(regles, joursVoulus(jours, regles.applicable), appelants),
        ],
        clos,
        comptes,
        analyse,
      };
    }
    case 'referentiel':
      return { anomalies: verifierReferentiel(await dossier.referentiel(fichier)), ...AUTRE_GENRE };
    case 'parametres':
      return { anomalies: verifierParametres(await dossier.parametres(fichier)), ...AUTRE_GENRE };
    case 'formulaire': {
      const schema = await dossier.controlerSchema(fichier);
      if (schema.length > 0) return { anomalies: schema, ...AUTRE_GENRE };
      // The schema has just accepted the file: it has this shape.
      const definition = fichier.lu.valeur as DefinitionDeFormulaire;
      const nom =
        definition.id === fichier.id && fichier.version !== ''
          ? []
          : [
              {
                controle: 'references' as const,
                chemin: '/id',
                message: `le fichier déclare « ${definition.id} » ${definition.version} ; il doit s’appeler « ${fichier.id} » et son numéro avoir la forme 1.2.3.`,
              },
            ];
      const appels = appelsDuFormulaire(definition, joursVoulus(jours, definition.applicable));
      const aVenir = jeuxAVenir.flatMap((regles) =>
        verifierAppels(regles, regles.applicable, appels).map(({ controle, message }) => ({
          controle,
          chemin: '/enchainement',
          message: `« ${regles.id} » ${regles.version}, programmé : ${message}`,
        })),
      );
      return {
        anomalies: [
          ...nom,
          ...verifierFormulaire(definition, new Map(jeux.map((un) => [un.id, un]))),
          ...aVenir,
        ],
        ...AUTRE_GENRE,
      };
    }
  }
}

/** The days asked for, where they are; those of the file elsewhere. */
const joursVoulus = (jours: Jours | null, applicable: Jours): Jours => ({
  du: jours?.du ?? applicable.du,
  au: jours?.au ?? applicable.au,
});

/** A shared file a text names; one that stands in a title is read for nothing. */
const PARTAGE = /"partage"\s*:\s*"([a-z0-9-]{1,60})"/g;

/** The shared parameter files a text names. */
export const partagesCites = (texte: string): string[] =>
  [...new Set([...texte.slice(0, TAILLE_MAX).matchAll(PARTAGE)].map(([, nom = '']) => nom))].slice(
    0,
    PARTAGES_MAX,
  );

/** A referential a text names. */
const REFERENTIEL = /"referentiel"\s*:\s*"([a-z0-9-]{1,60})/g;

/** The approved referentials a rule file names. */
async function referentielsDe(em: UniteDeLecture['em'], texte: string): Promise<FichierDeReferentiel[]> {
  const noms = new Set([...texte.slice(0, TAILLE_MAX).matchAll(REFERENTIEL)].map(([, nom = '']) => nom));
  return noms.size === 0 ? [] : approuves(em, 'referentiel', [...noms]);
}

/**
 * The approved parameter files a rule file names. Read without reading the whole text, which may be long and
 * wrong.
 */
async function partagesDe(em: UniteDeLecture['em'], texte: string): Promise<FichierDeParametres[]> {
  const noms = partagesCites(texte);
  if (noms.length === 0) return [];
  return approuves(em, 'parametres', noms);
}

/** Every approved version of some files: each has the shape of its kind. */
async function approuves<Fichier>(
  em: UniteDeLecture['em'],
  genre: GenreDeVersion,
  jeux: readonly string[],
): Promise<Fichier[]> {
  const lignes = await lireLignes(
    em,
    tables
      .selectFrom('version_regle')
      .select('canonique')
      .where('genre', '=', genre)
      .where('jeu', 'in', jeux),
  );
  return lignes.map(({ canonique }) => JSON.parse(canonique) as Fichier);
}
/** A rule file has at most this many parameters. */
const PARTAGES_MAX = 200;

/** The rule files a form may call: those in force today, and those approved for days to come. */
async function jeuxDuRegistre(
  em: UniteDeLecture['em'],
  aujourdhui: string,
): Promise<{ readonly enVigueur: FichierDeRegles[]; readonly aVenir: FichierDeRegles[] }> {
  const lignes = await lireLignes(
    em,
    activationsConnues
      .select(({ eb }) => ['v.canonique', eb('a.du', '>', aujourdhui).as('aVenir')])
      .where('a.genre', '=', 'regles')
      .where(({ eb, or, ref }) =>
        or([contient(ref('a.effective'), aujourdhui), eb('a.du', '>', aujourdhui)]),
      ),
  );
  const lire = (aVenir: boolean): FichierDeRegles[] =>
    lignes
      .filter((ligne) => (ligne.aVenir ?? false) === aVenir)
      .map(({ canonique }) => JSON.parse(canonique) as FichierDeRegles);
  return { enVigueur: lire(false), aVenir: lire(true) };
}
