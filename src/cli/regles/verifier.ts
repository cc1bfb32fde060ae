/** `regles verifier`: every check on every file of `rules/`, with a report. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Anomalie } from '#src/engine/erreurs.ts';
import { FichierInvalide, decrireAnomalie } from '#src/engine/erreurs.ts';
import { compiler } from '#src/engine/compiler.ts';
import { estUneDate } from '#src/engine/dates.ts';
import { situer } from '#src/engine/lecture.ts';
import { scoreDeMutation } from '#src/engine/mutation/index.ts';
import type { ScoreDeMutation, Survivant } from '#src/engine/mutation/index.ts';
import type { Rapport } from '#src/engine/verifier/index.ts';
import { aReverifier, compterCitations } from '#src/engine/verifier/fraicheur.ts';
import type { AReverifier, FichierDate } from '#src/engine/verifier/fraicheur.ts';
import { verifierParametres, verifierRegles } from '#src/engine/verifier/index.ts';
import { FUSEAU_NATIONAL, HORLOGE_SYSTEME, jourA } from '#src/kernel/horloge.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Appelant } from '#src/domain/politique/appels/appelant.ts';
import { APPELS_DU_CODE } from '#src/domain/politique/appels/code.ts';
import { verifierAppels } from '#src/domain/politique/appels/demandes.ts';
import { appelsDuFormulaire } from '#src/domain/politique/appels/formulaires.ts';
import type { FichierDeRegles } from '#src/engine/format.ts';
import { comparerVersions } from '#src/engine/versions.ts';
import type { FichierTexte, ReferenceDeFichier } from '#src/domain/politique/livraison/fichiers.ts';
import { DossierDeRegles } from '#src/domain/politique/livraison/fichiers.ts';
import { Avancement } from './avancement.ts';
import { conclureFraicheur, direAReverifier, fraicheurDuDossier } from './fraicheur.ts';
import type { CodeDeSortie, Verbe } from './usage.ts';
import { UsageInvalide, lireArguments } from './usage.ts';

/** Report on one file, rule file or not. */
interface RapportDeFichier {
  readonly fichier: string;
  readonly genre: ReferenceDeFichier['genre'];
  readonly valide: boolean;
  readonly empreinte: string | null;
  readonly anomalies: readonly Anomalie[];
  readonly comptes: Rapport['comptes'] | null;
  readonly analyse: Rapport['analyse'];
  /** Citations of points visited; null for a form, and for a file that cannot be read. */
  readonly citations: number | null;
  /**
   * Values and sources whose last verification is too old; null when the file cannot be read or the delay is
   * not known.
   */
  readonly aReverifier: readonly AReverifier[] | null;
  /** Score of the scenarios, when asked for and the file is valid. */
  readonly mutation: ScoreDeMutation | null;
}

export const verbe: Verbe = {
  usage: `regles verifier [jeu | jeu@version | chemin]… [--mutation] [--date AAAA-MM-JJ] [--json] [--regles <dossier> | --registre]
  Schéma, références, types, scénarios, analyse exacte (trous, conflits, règles inatteignables), invariants, et ce que demandent les règles à qui les appelle.
  Liste aussi, sans rien refuser, les valeurs et les sources à revérifier : leur dernière vérification est plus ancienne que le délai de parametres/regles.
  --date      jour auquel ce délai se compte ; aujourd'hui par défaut.
  --registre  contrôle les versions en vigueur ou programmées au registre ; sans elle, une ligne dit sur la sortie d'erreur ce qu'un registre joignable applique et que rules/ n'a pas.
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
    const dossier = new DossierDeRegles(racine === undefined ? undefined : resolve(racine));
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
    `Le registre joignable applique des versions que rules/ n'a pas : ${autres.map(({ jeu, numero, du }) => `« ${jeu} » ${numero}${du !== null && du > jour ? ` (à partir du ${du})` : ''}`).join(', ')} ; --registre les contrôle.\n`,
  );
}

/** All checks on these files: the gate of publication. Prints the report on standard error when one fails. */
export async function verifierReferences(
  dossier: DossierDeRegles,
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

async function controlerTous(
  dossier: DossierDeRegles,
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

async function choisir(
  dossier: DossierDeRegles,
  positions: readonly string[],
): Promise<ReferenceDeFichier[]> {
  const tous = await dossier.tous();
  if (positions.length === 0) return tous;
  return positions.flatMap((position) => {
    if (position.endsWith('.json')) {
      const chemin = resolve(position);
      if (!existsSync(chemin)) throw new UsageInvalide(`Le fichier « ${position} » n'existe pas.`);
      return [dossier.referenceDe(chemin)];
    }
    const [id, version] = position.split('@');
    const trouves = tous.filter(
      (reference) => reference.id === id && (version === undefined || reference.version === version),
    );
    if (trouves.length === 0)
      throw new UsageInvalide(
        `Aucun fichier de règles ne correspond à « ${position} » ; donnez un jeu, jeu@version ou un chemin.`,
      );
    return trouves;
  });
}

async function controler(
  dossier: DossierDeRegles,
  reference: ReferenceDeFichier,
  { mutation = false, limite }: Options,
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
  const agees = (date: FichierDate): AReverifier[] | null =>
    limite === undefined ? null : aReverifier(date, limite);
  try {
    const fichier = await dossier.lire(reference);
    if (reference.genre === 'regles') {
      const { fichier: regles, clos } = await dossier.fermer(fichier);
      const { anomalies: trouvees, empreinte, comptes, analyse } = await verifierRegles(regles, clos);
      const anomalies = [
        ...trouvees,
        ...verifierAppels(regles, regles.applicable, await appelantsDuDossier(dossier)),
      ];
      const valide = anomalies.length === 0;
      return {
        ...base,
        valide,
        empreinte,
        anomalies: situer(anomalies, fichier.lu),
        comptes,
        analyse,
        citations: compterCitations(regles),
        aReverifier: agees(regles),
        mutation: mutation && valide ? scoreDeMutation(compiler(clos)) : null,
      };
    }
    if (reference.genre === 'parametres') {
      const parametres = await dossier.parametres(fichier);
      const anomalies = situer(verifierParametres(parametres), fichier.lu);
      return {
        ...base,
        valide: anomalies.length === 0,
        anomalies,
        citations: compterCitations(parametres),
        aReverifier: agees(parametres),
      };
    }
    const anomalies = await controlerFormulaire(dossier, fichier);
    const valide = anomalies.length === 0;
    return {
      ...base,
      valide,
      anomalies,
      aReverifier: valide ? agees(fichier.lu.valeur as DefinitionDeFormulaire) : null,
    };
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return { ...base, valide: false, anomalies: erreur.anomalies };
  }
}

/** Schema, then what the form asks of the rule files it feeds. */
async function controlerFormulaire(dossier: DossierDeRegles, fichier: FichierTexte): Promise<Anomalie[]> {
  const anomalies = await dossier.controlerSchema(fichier);
  if (anomalies.length > 0) return anomalies;
  const { verifierFormulaire } = await import('#src/domain/formulaire/verifier.ts');
  // The schema has just accepted the file: it has this shape.
  const definition = fichier.lu.valeur as DefinitionDeFormulaire;
  return situer(verifierFormulaire(definition, await dernieresVersions(dossier)), fichier.lu);
}

/** Who calls the rule files of a folder: our code, and the highest readable version of each of its forms. */
async function appelantsDuDossier(dossier: DossierDeRegles): Promise<readonly Appelant[]> {
  const connus = APPELANTS.get(dossier);
  if (connus) return connus;
  const formulaires = new Map<string, DefinitionDeFormulaire>();
  for (const reference of (await dossier.tous()).filter(({ genre }) => genre === 'formulaires')) {
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
const APPELANTS = new WeakMap<DossierDeRegles, readonly Appelant[]>();

/** The highest readable version of each rule set. */
async function dernieresVersions(dossier: DossierDeRegles): Promise<Map<string, FichierDeRegles>> {
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

function rapportEnClair(rapports: readonly RapportDeFichier[]): string {
  const enDefaut = rapports.filter(({ valide }) => !valide).length;
  const lignes = rapports.map(
    ({ fichier, valide, anomalies, comptes, analyse, citations, aReverifier: agees, mutation }) => {
      const details = [
        ...anomalies.map((anomalie) => `${anomalie.controle} – ${decrireAnomalie(anomalie)}`),
        ...(analyse?.constats ?? [])
          .filter(({ bloquant }) => !bloquant)
          .map(({ message }) => `à voir – ${message}`),
        ...(analyse && !analyse.exacte ? [`analyse – ${analyse.methode}`] : []),
        ...(agees ?? []).map(direAReverifier),
        ...(mutation ? noter(mutation) : []),
      ];
      const visites = [
        ...(comptes ? [compter(comptes, analyse)] : []),
        ...(citations === null ? [] : [direCitations(citations)]),
      ].join(', ');
      return `${valide ? '✓' : '✗'} ${fichier}${visites && ` : ${visites}`}\n${details.map((detail) => `    ${detail}\n`).join('')}`;
    },
  );
  const controles =
    rapports.length < 2 ? `${rapports.length} fichier contrôlé` : `${rapports.length} fichiers contrôlés`;
  const conclusion =
    enDefaut === 0 ? `${controles}, aucune anomalie.` : `${controles}, ${enDefaut} en défaut.`;
  const citations = rapports.reduce((somme, rapport) => somme + (rapport.citations ?? 0), 0);
  return `${lignes.join('')}\n${conclusion}\n${totalDesMutations(rapports)}${direCitations(citations)} : points de source que citent les règles, les valeurs et les faits dérivés.\n`;
}

const direCitations = (nombre: number): string =>
  nombre < 2 ? `${nombre} citation visitée` : `${nombre} citations visitées`;

function compter(
  {
    regles,
    reglesVisitees,
    scenarios,
    scenariosReussis,
    points,
    pointsCites,
    questionsOuvertes,
    valeursFictives,
    casExplores,
  }: Rapport['comptes'],
  analyse: Rapport['analyse'],
): string {
  return [
    `${reglesVisitees}/${regles} règles visitées`,
    `${scenariosReussis}/${scenarios} scénarios réussis`,
    `${pointsCites}/${points} points de source cités`,
    `${questionsOuvertes} questions ouvertes`,
    ...(valeursFictives > 0 ? [`${valeursFictives} valeurs fictives`] : []),
    ...(analyse
      ? [
          `analyse ${analyse.exacte ? 'exacte' : 'en partie sur échantillon'} (${casExplores} cellules et cas)`,
        ]
      : []),
  ].join(', ');
}

/** Mutation score, then each mutant nothing caught with why. */
function noter({
  mutants,
  tuesParLesScenarios,
  tues,
  equivalents,
  pourcentDesScenarios,
  pourcent,
  survivants,
}: ScoreDeMutation): string[] {
  return [
    `mutation – ${mutants} erreurs glissées, dont ${equivalents} sans effet démontré : les scénarios en attrapent ${tuesParLesScenarios} (${pourcentDesScenarios} %), avec l'analyse ${tues} (${pourcent} %).`,
    ...survivants.map(
      ({ verdict, description, preuve }) => `mutation – ${VERDICTS[verdict]} : ${description}. ${preuve}`,
    ),
  ];
}

/** The figure over all files, when more than one was scored. */
function totalDesMutations(rapports: readonly RapportDeFichier[]): string {
  const scores = rapports.flatMap(({ mutation }) => mutation ?? []);
  const somme = (de: (score: ScoreDeMutation) => number): number =>
    scores.reduce((total, score) => total + de(score), 0);
  if (scores.length < 2) return '';
  return `Mutation, ${scores.length} fichiers : ${somme(({ mutants }) => mutants)} erreurs glissées, ${somme(({ tuesParLesScenarios }) => tuesParLesScenarios)} attrapées par les scénarios, ${somme(({ tues }) => tues)} avec l'analyse, ${somme(({ equivalents }) => equivalents)} sans effet démontré.\n`;
}

const VERDICTS: Readonly<Record<Survivant['verdict'], string>> = {
  equivalent: 'sans effet',
  vivant: 'NON ATTRAPÉE',
  indecis: 'indécise',
};
