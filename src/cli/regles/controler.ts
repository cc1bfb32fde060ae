/** All checks on files of a folder. */
import { FichierInvalide } from '#src/engine/erreurs.ts';
import { compiler } from '#src/engine/compiler.ts';
import { situer } from '#src/engine/lecture.ts';
import { scoreDeMutation } from '#src/engine/mutation/index.ts';
import { aReverifier, compterCitations } from '#src/engine/verifier/fraicheur.ts';
import type { AReverifier, FichierDate } from '#src/engine/verifier/fraicheur.ts';
import { verifierParametres, verifierRegles } from '#src/engine/verifier/index.ts';
import { verifierReferentiel } from '#src/engine/verifier/referentiel.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { verifierAppels } from '#src/domain/politique/appels/demandes.ts';
import type { ReferenceDeFichier, FichierTexte } from '#src/domain/politique/livraison/fichiers.ts';
import type { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { Avancement } from './avancement.ts';
import type { CodeDeSortie } from './usage.ts';
import type { RapportDeFichier } from './rapport-de-verification.ts';
import { rapportEnClair } from './rapport-de-verification.ts';
import type { Anomalie } from '#src/engine/erreurs.ts';
import type { Appelant } from '#src/domain/politique/appels/appelant.ts';
import { APPELS_DU_CODE } from '#src/domain/politique/appels/code.ts';
import { appelsDuFormulaire } from '#src/domain/politique/appels/formulaires.ts';
import type { FichierDeRegles } from '#src/engine/format.ts';
import { comparerVersions } from '#src/engine/versions.ts';

/** All checks on these files: the gate of publication. Prints the report on standard error when one fails. */
export async function verifierReferences(
  dossier: RuleFolder,
  references: readonly ReferenceDeFichier[],
): Promise<CodeDeSortie> {
  const rapports = await controlerTous(dossier, references);
  if (rapports.every(({ valide }) => valide)) return 0;
  process.stderr.write(rapportEnClair(rapports));
  return 1;
}

interface Options {
  readonly mutation?: boolean;
  /** The day before which a verification is too old; its age is not looked at without it. */
  readonly limite?: string | undefined;
}

/** One report a file, in their order. */
export async function controlerTous(
  dossier: RuleFolder,
  references: readonly ReferenceDeFichier[],
  options: Options = {},
): Promise<RapportDeFichier[]> {
  const rapports: RapportDeFichier[] = [];
  const avancement = new Avancement();
  for (const [rang, reference] of references.entries()) {
    avancement.dire(rang, references.length, reference.nom);
    rapports.push(await controler(dossier, reference, options));
  }
  avancement.finir();
  return rapports;
}

async function controler(
  dossier: RuleFolder,
  reference: ReferenceDeFichier,
  options: Options,
): Promise<RapportDeFichier> {
  const base = {
    fichier: reference.nom,
    genre: reference.genre,
    empreinte: null,
    comptes: null,
    analyse: null,
    citations: null,
    aReverifier: null,
    mutation: null,
  };
  try {
    const fichier = await dossier.lire(reference);
    const trouve = await CONTROLES[reference.genre](dossier, fichier, options);
    return { ...base, valide: trouve.anomalies.length === 0, ...trouve };
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return { ...base, valide: false, anomalies: erreur.anomalies };
  }
}

/** What the checks of one kind of file find; what they do not look at is left out. */
type Trouve = Pick<RapportDeFichier, 'anomalies'> & Partial<Omit<RapportDeFichier, 'valide'>>;

const CONTROLES: Readonly<
  Record<
    ReferenceDeFichier['genre'],
    (dossier: RuleFolder, fichier: FichierTexte, options: Options) => Promise<Trouve>
  >
> = {
  async regles(dossier, fichier, { mutation = false, limite }) {
    const { fichier: regles, clos } = await dossier.fermer(fichier);
    const resolu = await dossier.avecReferentiels(clos, null);
    const {
      anomalies: trouvees,
      empreinte,
      comptes,
      analyse,
    } = await verifierRegles(regles, resolu, {}, clos);
    const anomalies = [
      ...trouvees,
      ...verifierAppels(regles, regles.applicable, await appelantsDuDossier(dossier)),
    ];
    return {
      empreinte,
      anomalies: situer(anomalies, fichier.lu),
      comptes,
      analyse,
      citations: compterCitations(regles),
      aReverifier: agees(regles, limite),
      mutation: mutation && anomalies.length === 0 ? scoreDeMutation(compiler(resolu)) : null,
    };
  },
  async parametres(dossier, fichier, { limite }) {
    const parametres = await dossier.parametres(fichier);
    return {
      anomalies: situer(verifierParametres(parametres), fichier.lu),
      citations: compterCitations(parametres),
      aReverifier: agees(parametres, limite),
    };
  },
  async referentiel(dossier, fichier, { limite }) {
    const referentiel = await dossier.referentiel(fichier);
    return {
      anomalies: situer(verifierReferentiel(referentiel), fichier.lu),
      aReverifier: agees(referentiel, limite),
    };
  },
  async formulaire(dossier, fichier, { limite }) {
    const anomalies = await controlerFormulaire(dossier, fichier);
    const valide = anomalies.length === 0;
    return {
      anomalies,
      // The schema has accepted a valid file: it has this shape.
      aReverifier: valide ? agees(fichier.lu.valeur as DefinitionDeFormulaire, limite) : null,
    };
  },
};

const agees = (date: FichierDate, limite: string | undefined): AReverifier[] | null =>
  limite === undefined ? null : aReverifier(date, limite);

/** Schema, then what the form asks of the rule files it feeds. */
async function controlerFormulaire(dossier: RuleFolder, fichier: FichierTexte): Promise<Anomalie[]> {
  const anomalies = await dossier.controlerSchema(fichier);
  if (anomalies.length > 0) return anomalies;
  const { verifierFormulaire } = await import('#src/domain/formulaire/verifier.ts');
  // The schema has just accepted the file: it has this shape.
  const definition = fichier.lu.valeur as DefinitionDeFormulaire;
  return situer(verifierFormulaire(definition, await dernieresVersions(dossier)), fichier.lu);
}

/** Who calls the rule files of a folder: our code, and the highest readable version of each of its forms. */
async function appelantsDuDossier(dossier: RuleFolder): Promise<readonly Appelant[]> {
  const connus = APPELANTS.get(dossier);
  if (connus) return connus;
  const formulaires = new Map<string, DefinitionDeFormulaire>();
  for (const reference of (await dossier.tous()).filter(({ genre }) => genre === 'formulaire')) {
    const fichier = await dossier.lire(reference).catch(ignorerInvalide);
    if (!fichier || (await dossier.controlerSchema(fichier)).length > 0) continue;
    // The schema has just accepted the file: it has this shape.
    const definition = fichier.lu.valeur as DefinitionDeFormulaire;
    const connu = formulaires.get(definition.id);
    if (!connu || comparerVersions(definition.version, connu.version) > 0)
      formulaires.set(definition.id, definition);
  }
  const appelants = [
    ...APPELS_DU_CODE,
    ...[...formulaires.values()].flatMap((definition) =>
      appelsDuFormulaire(definition, definition.applicable),
    ),
  ];
  APPELANTS.set(dossier, appelants);
  return appelants;
}
const APPELANTS = new WeakMap<RuleFolder, readonly Appelant[]>();

/** The highest readable version of each rule set. */
async function dernieresVersions(dossier: RuleFolder): Promise<Map<string, FichierDeRegles>> {
  const jeux = new Map<string, FichierDeRegles>();
  for (const id of await dossier.jeux()) {
    for (const reference of await dossier.versions('regles', id)) {
      const connu = jeux.get(id);
      if (connu && comparerVersions(connu.version, reference.version) > 0) continue;
      const lu = await dossier
        .lire(reference)
        .then((texte) => dossier.fermer(texte))
        .catch(ignorerInvalide);
      if (lu) jeux.set(id, lu.fichier);
    }
  }
  return jeux;
}

/** A wrong rule file has its own report. */
function ignorerInvalide(erreur: unknown): undefined {
  if (erreur instanceof FichierInvalide) return undefined;
  throw erreur;
}
