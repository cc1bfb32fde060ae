import { FichierInvalide, situer, verifierParametres, verifierRegles, type Anomalie, type FichierClos, type FichierDeParametres, type FichierDeRegles, type OptionsDeVerification, type Rapport, type TrouverPartage } from '#src/engine/index.ts';
import { lireJson } from '#src/engine/lecture.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import type { DefinitionDeFormulaire } from '#src/domain/declaration/formulaire/definition.ts';
import { verifierFormulaire } from '#src/domain/declaration/formulaire/verifier.ts';
import { sha256 } from '#src/domain/regle/rapports.ts';
import type { GenreDeVersion } from '#src/domain/regle/version-regle.ts';
import type { Jours } from '#src/registry/activations.ts';
import { DossierDeRegles, type FichierTexte } from '#src/registry/fichiers.ts';
import { canoniser, DOSSIER_DU_GENRE } from '#src/registry/livraison.ts';

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
  /** Closed rule file; null for the other kinds. */
  readonly clos: FichierClos | null;
  /** Counts of the checks; null for the other kinds. */
  readonly comptes: Rapport['comptes'] | null;
  /** Exact analysis, findings that do not block included; null for the other kinds and while names do not resolve. */
  readonly analyse: Rapport['analyse'];
  /** Days its « applicable » allows. */
  readonly applicable: Jours;
}

const NUMERO = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/;
const SANS_BORNE: Jours = { du: null, au: null };
const AUTRE_GENRE = { clos: null, comptes: null, analyse: null };
/** The schemas of `rules/`; compiled once for the process. */
const dossier = new DossierDeRegles();

const propriete = (valeur: unknown, nom: string): unknown => (typeof valeur === 'object' && valeur !== null ? (valeur as Readonly<Record<string, unknown>>)[nom] : undefined);

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
export async function controlerTexte(unite: Pick<UniteDeLecture, 'em' | 'aujourdhui'>, texte: TexteAControler, options: OptionsDeVerification = {}): Promise<Controle> {
  return (await preparerControle(unite, texte, options))();
}

/** Reads what the checks of a text need; the checks themselves are what it gives, to be run once the transaction is closed. */
export async function preparerControle({ em, aujourdhui }: Pick<UniteDeLecture, 'em' | 'aujourdhui'>, { genre, jeu, texte }: TexteAControler, options: OptionsDeVerification = {}): Promise<() => Promise<Controle>> {
  let lu: FichierTexte['lu'];
  const nom = `« ${jeu} »`;
  try {
    lu = lireJson(nom, texte);
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return () => Promise.resolve(refuse(erreur, null));
  }
  const fichier: FichierTexte = { genre: DOSSIER_DU_GENRE[genre], id: jeu, version: numeroDe(lu.valeur) ?? '', chemin: '', nom, texte, lu };
  const trouver = genre === 'regles' ? await partagesDe(em, lu.valeur) : undefined;
  const jeux = genre === 'formulaire' ? await jeuxEnVigueur(em, aujourdhui.toString()) : new Map<string, FichierDeRegles>();
  return () => controler(fichier, genre, trouver, jeux, options);
}

async function controler(fichier: FichierTexte, genre: GenreDeVersion, trouver: TrouverPartage | undefined, jeux: ReadonlyMap<string, FichierDeRegles>, options: OptionsDeVerification): Promise<Controle> {
  try {
    const { anomalies, clos, comptes, analyse } = await controlerContenu(fichier, genre, trouver, jeux, options);
    const canonique = genre === 'formulaire' && anomalies.length > 0 ? null : await canoniser(dossier, fichier, trouver);
    return {
      valide: anomalies.length === 0, anomalies: situer(anomalies, fichier.lu), numero: fichier.version, empreinte: canonique === null ? null : sha256(canonique), canonique, clos, comptes, analyse,
      applicable: genre === 'parametres' ? SANS_BORNE : (propriete(fichier.lu.valeur, 'applicable') as Jours),
    };
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return refuse(erreur, fichier.version || null);
  }
}

const refuse = ({ anomalies }: FichierInvalide, numero: string | null): Controle => ({ valide: false, anomalies, numero, empreinte: null, canonique: null, clos: null, comptes: null, analyse: null, applicable: SANS_BORNE });

async function controlerContenu(fichier: FichierTexte, genre: GenreDeVersion, trouver: TrouverPartage | undefined, jeux: ReadonlyMap<string, FichierDeRegles>, options: OptionsDeVerification): Promise<Pick<Controle, 'anomalies' | 'clos' | 'comptes' | 'analyse'>> {
  switch (genre) {
    case 'regles': {
      const { fichier: regles, clos } = await dossier.fermer(fichier, trouver);
      const { anomalies, comptes, analyse } = await verifierRegles(regles, clos, options);
      return { anomalies, clos, comptes, analyse };
    }
    case 'parametres':
      return { anomalies: verifierParametres(await dossier.parametres(fichier)), ...AUTRE_GENRE };
    case 'formulaire': {
      const schema = await dossier.controlerSchema(fichier);
      if (schema.length > 0) return { anomalies: schema, ...AUTRE_GENRE };
      // The schema has just accepted the file: it has this shape.
      const definition = fichier.lu.valeur as DefinitionDeFormulaire;
      const nom = definition.id === fichier.id && fichier.version !== '' ? [] : [{ controle: 'references' as const, chemin: '/id', message: `le fichier déclare « ${definition.id} » ${definition.version} ; il doit s’appeler « ${fichier.id} » et son numéro avoir la forme 1.2.3.` }];
      return { anomalies: [...nom, ...verifierFormulaire(definition, jeux)], ...AUTRE_GENRE };
    }
  }
}

/** The approved parameter files a rule file names. */
async function partagesDe(em: UniteDeLecture['em'], valeur: unknown): Promise<TrouverPartage> {
  const parametres = propriete(valeur, 'parametres');
  const noms = typeof parametres === 'object' && parametres !== null ? Object.values(parametres).map((parametre) => propriete(parametre, 'partage')).filter((nom) => typeof nom === 'string') : [];
  if (noms.length === 0) return () => undefined;
  const lignes = await em.execute<{ jeu: string; numero: string; canonique: string }[]>(
    "select jeu, numero, canonique from version_regle where genre = 'parametres' and jeu in (?)", [[...new Set(noms)]]);
  const connus = new Map(lignes.map(({ jeu, numero, canonique }) => [`${jeu}/${numero}`, JSON.parse(canonique) as FichierDeParametres]));
  return (jeu, numero) => connus.get(`${jeu}/${numero}`);
}

/** The rule files a form may call: those in force today. */
async function jeuxEnVigueur(em: UniteDeLecture['em'], aujourdhui: string): Promise<Map<string, FichierDeRegles>> {
  const lignes = await em.execute<{ jeu: string; canonique: string }[]>(
    "select v.jeu, v.canonique from activation a join version_regle v on v.empreinte = a.empreinte where a.genre = 'regles' and a.connu_au is null and a.effective @> ?::date", [aujourdhui]);
  return new Map(lignes.map(({ jeu, canonique }) => [jeu, JSON.parse(canonique) as FichierDeRegles]));
}
