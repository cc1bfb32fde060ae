/** Real values in place of the fictitious ones of a file, in its text. Pure: the command reads and writes. */
import type { FichierDeRegles, Parametre, Source } from '#src/engine/index.ts';
import {
  ajouterSource,
  lireSaisie,
  modifierValeur,
  repondreQuestion,
  retirerPoint,
  EditRefused,
  type EditedFile,
} from '#src/engine/text-edit/index.ts';

/** What the assistant sends for one value: the value as typed, and the document it comes from. */
export interface VraieValeur {
  /** Parameter and first day of the fictitious value. */
  readonly nom: string;
  readonly du: string;
  readonly valeur: string;
  readonly certitude: 'explicite' | 'interpretation';
  readonly source: {
    readonly type: Source['type'];
    readonly titre: string;
    readonly lieu: string;
    readonly date: string;
    readonly resume: string;
  };
}

/** The text with the real values, or what is wrong with each: by `<nom>/<du>.<field>`. */
export type TexteRemplace =
  | { readonly texte: string }
  | { readonly champs: Readonly<Record<string, string>> };

/**
 * Replaces fictitious values; the same document is cited once; a question that no value waits on is answered.
 */
export function remplacerDansLeTexte(
  depart: string,
  vraies: readonly VraieValeur[],
  aujourdhui: string,
): TexteRemplace {
  let texte = depart;
  const champs: Record<string, string> = {};
  const citations = new Map<string, string>();
  const reponses = new Map<string, string>();
  const delaissees = new Set<string>();
  for (const vraie of vraies) {
    try {
      const { nom, du, certitude } = vraie;
      const parametre = ecrits(lire(texte)).find(([autre]) => autre === nom)?.[1];
      const rang =
        parametre?.valeurs.findIndex((valeur) => valeur.du === du && valeur.certitude === 'fictif') ?? -1;
      const ancienne = parametre?.valeurs[rang];
      if (!parametre || !ancienne)
        throw new EditRefused(
          'valeur',
          'Cette valeur n’est plus fictive dans le brouillon : rechargez la page.',
        );
      const valeur = lireVraieValeur(parametre, vraie.valeur);
      const cle = JSON.stringify(vraie.source);
      const connue = citations.get(cle);
      const cite =
        connue === undefined
          ? ajouterSource(texte, lire(texte), lireSource(vraie.source, aujourdhui))
          : { texte, citation: connue };
      texte = modifierValeur(cite.texte, lire(cite.texte), nom, rang, {
        du,
        valeur,
        sources: [cite.citation],
        certitude,
        question: ancienne.question,
        derniereVerification: aujourdhui,
      });
      citations.set(cle, cite.citation);
      if (ancienne.question !== undefined)
        reponses.set(ancienne.question, `Voir « ${vraie.source.titre.trim()} ».`);
      for (const ancien of ancienne.sources) delaissees.add(ancien);
    } catch (erreur) {
      if (!(erreur instanceof EditRefused)) throw erreur;
      champs[`${vraie.nom}/${vraie.du}.${erreur.champ ?? 'valeur'}`] = erreur.message;
    }
  }
  return Object.keys(champs).length > 0 ? { champs } : { texte: ranger(texte, reponses, delaissees) };
}

/** Values still fictitious in a text, as `<nom>/<du>`; null while the text cannot be read. */
export function fictivesDe(texte: string): Set<string> | null {
  try {
    return new Set(
      ecrits(lire(texte)).flatMap(([nom, { valeurs }]) =>
        valeurs.filter(({ certitude }) => certitude === 'fictif').map(({ du }) => `${nom}/${du}`),
      ),
    );
  } catch {
    return null;
  }
}

const lire = (texte: string): EditedFile => JSON.parse(texte) as EditedFile;
const ecrits = ({ parametres }: EditedFile): [string, Parametre][] =>
  Object.entries(parametres).flatMap(([nom, parametre]) =>
    'partage' in parametre ? [] : [[nom, parametre] as [string, Parametre]],
  );

function lireVraieValeur({ type }: Parametre, brut: string): Parametre['valeurs'][number]['valeur'] {
  const lue = lireSaisie(type, brut);
  if ('refus' in lue) throw new EditRefused('valeur', lue.refus);
  if (lue.valeur === null) throw new EditRefused('valeur', 'Donnez la valeur.');
  return lue.valeur;
}

function lireSource(
  { type, titre, lieu, date, resume }: VraieValeur['source'],
  aujourdhui: string,
): Parameters<typeof ajouterSource>[2] {
  if (titre.trim() === '')
    throw new EditRefused('source.titre', 'Citez le document d’où vient cette valeur : son titre.');
  if (resume.trim() === '')
    throw new EditRefused('source.resume', 'Résumez avec vos mots ce que dit la source.');
  const lue = lireSaisie('date', date);
  if ('refus' in lue) throw new EditRefused('source.date', lue.refus);
  return {
    type,
    titre: titre.trim(),
    lieu: lieu.trim() || 'Ensemble du document',
    dateDuTexte: typeof lue.valeur === 'string' ? lue.valeur : null,
    verifieLe: aujourdhui,
    resume: resume.trim(),
  };
}

/** Answers the questions no value waits on any more, and takes out the points nothing cites any more. */
function ranger(
  depart: string,
  reponses: ReadonlyMap<string, string>,
  delaissees: ReadonlySet<string>,
): string {
  let texte = depart;
  const fichier = lire(texte) as EditedFile & Partial<Pick<FichierDeRegles, 'regles' | 'faitsDerives'>>;
  const appuis = [
    ...ecrits(fichier).flatMap(([, { valeurs }]) => valeurs),
    ...(fichier.regles ?? []),
    ...Object.values(fichier.faitsDerives ?? {}),
  ];
  for (const [question, reponse] of reponses) {
    const attendue = appuis.some(
      (appui) =>
        appui.question === question &&
        (appui.certitude === 'fictif' || appui.certitude === 'silence-de-la-source'),
    );
    if (!attendue) texte = repondreQuestion(texte, question, reponse);
  }
  for (const citation of delaissees)
    if (!appuis.some(({ sources }) => sources.includes(citation)))
      texte = retirerPoint(texte, lire(texte), citation);
  return texte;
}
