/** What rules and values stand on, in clear: sources, certainty, questions. */
import type { FichierClos } from '#src/engine/cloture.ts';
import type { Certitude, Source } from '#src/engine/format.ts';
import type { Appui, QuestionRendue, SourceCitee, SourceRendue } from './types.ts';

const NATURES: Readonly<Record<Source['type'], { readonly nature: string; readonly faible: boolean }>> = {
  loi: { nature: 'Loi', faible: false },
  decret: { nature: 'Décret', faible: false },
  circulaire: { nature: 'Circulaire', faible: false },
  referentiel: { nature: 'Référentiel', faible: false },
  convention: { nature: 'Convention', faible: false },
  'support-de-presentation': { nature: 'Support de présentation', faible: true },
  'page-institutionnelle': { nature: 'Page institutionnelle', faible: true },
  presse: { nature: 'Presse', faible: true },
  'note-interne': { nature: 'Note interne', faible: true },
};

/** Strength of a support, in French. */
export const CERTITUDES: Readonly<Record<Certitude, string>> = {
  explicite: 'Écrit dans la source',
  interpretation: 'Interprétation de la source',
  'silence-de-la-source': 'La source est muette',
  fictif: 'Valeur fictive',
};

/** Any kind of file of `rules/`. */
type AvecSources = Pick<FichierClos, 'sources'>;

/** Something of the file that stands on sources. */
interface Appuye {
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string;
}

/** What a line stands on, its sources being those of the file. */
export function appuiDe(fichier: AvecSources, { sources, certitude, question }: Appuye): Appui {
  const connues = new Map(fichier.sources.map((source) => [source.id, source]));
  return {
    sources: sources.map((reference) => citer(connues, reference)),
    certitude,
    certitudeEnClair: CERTITUDES[certitude],
    question: question ?? null,
  };
}

function citer(connues: ReadonlyMap<string, Source>, reference: string): SourceCitee {
  const [id = '', point = ''] = reference.split('#');
  const source = connues.get(id);
  if (!source)
    return {
      reference,
      nature: 'Source inconnue',
      titre: reference,
      lieu: '',
      resume: '',
      faible: true,
      verifieLe: '',
    };
  const { titre, lieu, verifieLe, points } = source;
  return {
    reference,
    ...NATURES[source.type],
    titre,
    lieu,
    verifieLe,
    resume: new Map(Object.entries(points)).get(point) ?? '',
  };
}

/** Sources of a file, each with its points. */
export function sourcesEnClair({ sources }: AvecSources): SourceRendue[] {
  return sources.map(({ id, type, titre, lieu, dateDuTexte, verifieLe, points }) => ({
    id,
    ...NATURES[type],
    titre,
    lieu,
    dateDuTexte,
    verifieLe,
    points: Object.entries(points).map(([point, resume]) => ({ reference: `${id}#${point}`, resume })),
  }));
}

export function questionsEnClair(fichier: FichierClos): QuestionRendue[] {
  const { regles, parametres, faitsDerives, questions } = fichier;
  return Object.entries(questions).map(([id, { texte, a, reponse }]) => {
    const touchees = regles.filter(({ question }) => question === id);
    return {
      id,
      texte,
      a,
      reponse,
      concerne: [
        ...touchees.map((regle) => `règle ${regle.id}, « ${regle.titre} »`),
        ...Object.values(parametres)
          .filter(({ valeurs }) => valeurs.some(({ question }) => question === id))
          .map(({ libelle }) => `paramètre « ${libelle} »`),
        ...Object.values(faitsDerives)
          .filter(({ question }) => question === id)
          .map(({ libelle }) => `calcul « ${libelle} »`),
      ],
      regles: touchees.map((regle) => regle.id),
    };
  });
}
