/** What a file leans on: sources cited point by point, questions open where the source is silent. */
import type { Signaler } from '#src/engine/erreurs.ts';
import type {
  Certitude,
  FichierDeParametres,
  FichierDeReferentiel,
  FichierDeRegles,
  Parametre,
  ParametrePartage,
} from '#src/engine/format.ts';
import { dateEnLettres } from '#src/engine/messages.ts';
import { CERTITUDES } from '#src/engine/rendu/appuis.ts';

/** Something that cites sources and may name a question. */
interface Appui {
  readonly chemin: string;
  /** What it is, in French: « la valeur du 1er janvier 2015 de « Seuil » ». */
  readonly quoi: string;
  readonly regle?: string;
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string | undefined;
}

type FichierAvecAppuis = Pick<FichierDeRegles, 'sources' | 'questions'>;

/** Rules, dated values and derived facts of the file itself (shared parameters answer for theirs). */
export function appuis(fichier: FichierDeRegles): Appui[] {
  return [
    ...fichier.regles.map(({ id, ...regle }, rang) => ({
      ...regle,
      regle: id,
      chemin: `/regles/${rang}`,
      quoi: `la règle ${id}`,
    })),
    ...appuisDesParametres(fichier.parametres),
    ...Object.entries(fichier.faitsDerives).map(([nom, derive]) => ({
      ...derive,
      chemin: `/faitsDerives/${nom}`,
      quoi: `le calcul « ${derive.libelle} »`,
    })),
  ];
}

/** Dated values of the file itself. */
export function appuisDesParametres(
  parametres: Readonly<Record<string, Parametre | ParametrePartage>>,
): Appui[] {
  return Object.entries(parametres).flatMap(([nom, parametre]) =>
    'partage' in parametre
      ? []
      : parametre.valeurs.map((valeur, rang) => ({
          ...valeur,
          chemin: `/parametres/${nom}/valeurs/${rang}`,
          quoi: `la valeur du ${dateEnLettres(valeur.du)} de « ${parametre.libelle} »`,
        })),
  );
}

/** Lines of a referential. */
const appuisDesEntrees = ({ entrees }: FichierDeReferentiel): Appui[] =>
  entrees.map(({ libelle, sources, certitude, question }, rang) => ({
    chemin: `/entrees/${rang}`,
    quoi: `« ${libelle} »`,
    sources,
    certitude,
    question,
  }));

/** Every citation resolves, every point is cited, every silent or fictitious value names an open question. */
export function controlerAppuis(fichier: FichierDeRegles, signaler: Signaler): void {
  controler(fichier, appuis(fichier), signaler);
}

/** Same for a shared parameter file. */
export function controlerAppuisDesParametres(fichier: FichierDeParametres, signaler: Signaler): void {
  controler(fichier, appuisDesParametres(fichier.parametres), signaler);
}

/** Same for a referential. */
export function controlerAppuisDesEntrees(fichier: FichierDeReferentiel, signaler: Signaler): void {
  controler(fichier, appuisDesEntrees(fichier), signaler);
}

function controler(fichier: FichierAvecAppuis, liste: readonly Appui[], signaler: Signaler): void {
  const points = new Set(pointsDe(fichier));
  const cites = new Set(liste.flatMap(({ sources }) => sources));
  for (const appui of liste) {
    for (const citation of appui.sources) {
      if (!points.has(citation))
        signaler(
          `${appui.chemin}/sources`,
          `la citation « ${citation} » ne correspond à aucun point de source.`,
          appui.regle,
        );
    }
    controlerQuestion(fichier, appui, signaler);
  }
  fichier.sources.forEach(({ id, points: declares }, rang) => {
    for (const point of Object.keys(declares)) {
      if (!cites.has(`${id}#${point}`))
        signaler(`/sources/${rang}/points/${point}`, `le point « ${id}#${point} » n’est cité nulle part.`);
    }
  });
  const posees = new Set(liste.map(({ question }) => question));
  for (const id of Object.keys(fichier.questions))
    if (!posees.has(id))
      signaler(`/questions/${id}`, `la question ${id} n’est posée par aucune règle ni valeur.`);
}

function controlerQuestion(
  fichier: FichierAvecAppuis,
  { chemin, quoi, regle, certitude, question }: Appui,
  signaler: Signaler,
): void {
  if (question === undefined) return;
  const posee = Object.hasOwn(fichier.questions, question) ? fichier.questions[question] : undefined;
  if (!posee) return signaler(`${chemin}/question`, `la question « ${question} » n’existe pas.`, regle);
  const ouverteAttendue = certitude === 'silence-de-la-source' || certitude === 'fictif';
  if (ouverteAttendue && posee.reponse !== null) {
    signaler(
      `${chemin}/certitude`,
      `la question ${question} a reçu une réponse : « ${CERTITUDES[certitude]} » n’est plus juste pour ${quoi} ; corrigez sa force de l’appui.`,
      regle,
    );
  }
}

/** Citable points, `SRC-1#a`. */
export function pointsDe({ sources }: Pick<FichierDeRegles, 'sources'>): string[] {
  return sources.flatMap(({ id, points }) => Object.keys(points).map((point) => `${id}#${point}`));
}
