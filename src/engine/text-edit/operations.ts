/** What the forms of the workshop do to the text of a rule file or of a parameter file. */
import { echapper } from '#src/engine/lecture.ts';
import type {
  Certitude,
  Decision,
  FichierDeParametres,
  FichierDeRegles,
  Parametre,
  ParametrePartage,
  Question,
  Scenario,
  Source,
  ValeurDatee,
} from '#src/engine/format.ts';
import { ajouterElement, ajouterMembre, remplacer, retirerElement } from './texte.ts';

/** The parts of a file the forms touch: rule files and parameter files have them both. */
export type EditedFile = Pick<FichierDeRegles, 'sources' | 'questions' | 'parametres'> | FichierDeParametres;

/** What the form asks cannot be done; `champ` names the field at fault. */
export class EditRefused extends Error {
  readonly champ: string | null;
  constructor(champ: string | null, message: string) {
    super(message);
    this.champ = champ;
  }
}

export interface ValeurSaisie {
  readonly du: string;
  readonly valeur: ValeurDatee['valeur'];
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string | undefined;
  readonly derniereVerification: string;
}

function parametreDe(fichier: EditedFile, nom: string): Parametre {
  const parametre: Parametre | ParametrePartage | undefined = Object.hasOwn(fichier.parametres, nom)
    ? fichier.parametres[nom]
    : undefined;
  if (!parametre)
    throw new EditRefused(null, `Le paramètre « ${nom} » n’est plus dans le fichier : rechargez la page.`);
  if ('partage' in parametre)
    throw new EditRefused(
      null,
      `Ce paramètre vient du fichier partagé « ${parametre.partage} » : modifiez-le dans ce fichier.`,
    );
  return parametre;
}

function controlerValeur({ sources, certitude, question }: ValeurSaisie): void {
  if (sources.length === 0) throw new EditRefused('sources', 'Citez au moins un point d’une source.');
  if ((certitude === 'fictif' || certitude === 'silence-de-la-source') && question === undefined) {
    throw new EditRefused(
      'question',
      'Une valeur fictive, ou sur laquelle la source est muette, nomme la question ouverte dont elle dépend.',
    );
  }
}

/** Adds a value to a parameter's timeline, in its place; the same first day twice is refused. */
export function ajouterValeur(texte: string, fichier: EditedFile, nom: string, valeur: ValeurSaisie): string {
  const { valeurs } = parametreDe(fichier, nom);
  controlerValeur(valeur);
  if (valeurs.some(({ du }) => du === valeur.du))
    throw new EditRefused(
      'du',
      'Une valeur commence déjà ce jour-là : modifiez-la, ou choisissez une autre date.',
    );
  const rang = valeurs.filter(({ du }) => du < valeur.du).length;
  return ajouterElement(texte, `/parametres/${echapper(nom)}/valeurs`, dansLOrdre(valeur), rang);
}

/** Rewrites one value of a timeline. */
export function modifierValeur(
  texte: string,
  fichier: EditedFile,
  nom: string,
  rang: number,
  valeur: ValeurSaisie,
): string {
  const { valeurs } = parametreDe(fichier, nom);
  controlerValeur(valeur);
  const [avant, apres] = [valeurs[rang - 1], valeurs[rang + 1]];
  if ((avant && avant.du >= valeur.du) || (apres && apres.du <= valeur.du))
    throw new EditRefused(
      'du',
      'Cette date passerait devant une autre valeur : les valeurs se suivent, de la plus ancienne à la plus récente.',
    );
  return remplacer(texte, `/parametres/${echapper(nom)}/valeurs/${rang}`, dansLOrdre(valeur));
}

/** Takes a value out of a timeline, which keeps at least one. */
export function retirerValeur(texte: string, fichier: EditedFile, nom: string, rang: number): string {
  if (parametreDe(fichier, nom).valeurs.length < 2)
    throw new EditRefused(null, 'Un paramètre garde au moins une valeur.');
  return retirerElement(texte, `/parametres/${echapper(nom)}/valeurs`, rang);
}

function dansLOrdre({
  du,
  valeur,
  sources,
  certitude,
  question,
  derniereVerification,
}: ValeurSaisie): ValeurDatee {
  return {
    du,
    valeur,
    sources,
    certitude,
    ...(question === undefined ? {} : { question }),
    derniereVerification,
  };
}

/** Adds a source with one point; returns how to cite it. */
export function ajouterSource(
  texte: string,
  fichier: EditedFile,
  source: Omit<Source, 'id' | 'points'> & { readonly resume: string },
): { texte: string; citation: string } {
  const { resume, type, titre, lieu, dateDuTexte, verifieLe } = source;
  const prefixe = type === 'note-interne' ? 'NOTE' : 'SRC';
  const id = premierLibre(
    prefixe,
    '-',
    fichier.sources.map((connue) => connue.id),
  );
  return {
    texte: ajouterElement(texte, '/sources', {
      id,
      type,
      titre,
      lieu,
      dateDuTexte,
      verifieLe,
      points: { a: resume },
    }),
    citation: `${id}#a`,
  };
}

/** Takes a point out of its source, and the source with its last point. */
export function retirerPoint(
  texte: string,
  { sources }: Pick<EditedFile, 'sources'>,
  citation: string,
): string {
  const rang = sources.findIndex(({ id }) => citation.startsWith(`${id}#`));
  const { id, points } = sources[rang] ?? {};
  const restants = Object.entries(points ?? {}).filter(([point]) => `${id}#${point}` !== citation);
  return restants.length === 0
    ? retirerElement(texte, '/sources', rang)
    : remplacer(texte, `/sources/${rang}/points`, Object.fromEntries(restants));
}

/** Adds an open question; returns its id. */
export function ajouterQuestion(
  texte: string,
  fichier: EditedFile,
  question: Pick<Question, 'texte' | 'a'>,
): { texte: string; id: string } {
  const id = premierLibre('Q', '', Object.keys(fichier.questions));
  return {
    texte: ajouterMembre(texte, '/questions', id, { texte: question.texte, a: question.a, reponse: null }),
    id,
  };
}

/** Writes the answer to a question; an empty one opens it again. */
export function repondreQuestion(texte: string, id: string, reponse: string): string {
  return remplacer(texte, `/questions/${echapper(id)}/reponse`, reponse === '' ? null : reponse);
}

function premierLibre(prefixe: string, liaison: string, pris: readonly string[]): string {
  for (let rang = 1; ; rang++)
    if (!pris.includes(`${prefixe}${liaison}${rang}`)) return `${prefixe}${liaison}${rang}`;
}

/** Mark of a scenario whose expected outcome was filled in from the result obtained. */
export const A_RELIRE = 'À relire : ';

export function ajouterScenario(
  texte: string,
  fichier: Pick<FichierDeRegles, 'scenarios'>,
  scenario: Omit<Scenario, 'id'>,
): { texte: string; id: string } {
  const id = premierLibre(
    'S',
    '',
    fichier.scenarios.map((connu) => connu.id),
  );
  return { texte: ajouterElement(texte, '/scenarios', { id, ...scenario }), id };
}

export function modifierScenario(texte: string, rang: number, scenario: Scenario): string {
  return remplacer(texte, `/scenarios/${rang}`, scenario);
}

export function retirerScenario(
  texte: string,
  fichier: Pick<FichierDeRegles, 'scenarios'>,
  rang: number,
): string {
  if (fichier.scenarios.length < 2)
    throw new EditRefused(null, 'Un fichier de règles garde au moins un scénario.');
  return retirerElement(texte, '/scenarios', rang);
}

/** What a scenario expects, taken from a decision: every word of it is still to be reviewed. */
export function attenduDe({ etat, issues, constats, calculs, manquants }: Decision): Scenario['attendu'] {
  return {
    ...(etat === 'decide' ? {} : { etat }),
    issues,
    regles: constats.map(({ regle }) => regle),
    ...(Object.keys(calculs).length > 0 && etat !== 'faits-manquants' ? { calculs } : {}),
    ...(manquants.length > 0 ? { manquants } : {}),
  };
}

export function marquerARelire(titre: string): string {
  return titre.startsWith(A_RELIRE) ? titre : `${A_RELIRE}${titre}`;
}
