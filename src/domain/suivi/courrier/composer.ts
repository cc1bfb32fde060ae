/** What a letter says of a decision. */
import { entreGuillemets, jourEnLettres, typographier } from '#src/kernel/decision/mots.ts';
import type { AppuiExplique, ConstatExplique, Explication } from '#src/domain/suivi/explication/types.ts';
import type { Bloc, Lettre } from './lettre.ts';
import { paragraphe, aCompleter } from './lettre.ts';

/** @param date of the letter, in words */
export function composer(
  explication: Explication,
  expediteur: readonly Bloc[],
  destinataire: readonly Bloc[],
  date: string,
): Lettre {
  const { id, reference, titre, cas, priseLe, caf, dateEnClair, dateDeReference, fictives, suite } =
    explication;
  const sujet = [cas.libelle, cas.precision].filter((partie) => partie !== null).join(' – ');
  return typographier({
    decisionId: id,
    reference,
    expediteur,
    destinataire,
    date,
    objet: `${titre} – ${sujet}`,
    ouverture: [
      ...(fictives.length > 0
        ? [
            {
              genre: 'alerte',
              texte: `Valeur fictive utilisée : ${fictives.join(', ')}. Le résultat donné ici n’a pas de valeur.`,
            } as const,
          ]
        : []),
      paragraphe('Madame, Monsieur,'),
      paragraphe(
        `Ce courrier explique la décision prise le ${(suite?.rendue ? suite.seanceLe : null) ?? jourEnLettres(new Date(suite?.rendue ? suite.le : priseLe), caf.fuseau)} au sujet de : ${sujet}. Elle applique les règles valables au ${dateEnClair} (${dateDeReference}).`,
      ),
    ],
    parties: [
      { titre: 'Ce qui a été pris en compte', blocs: prisEnCompte(explication) },
      { titre: 'Ce qui a été décidé', blocs: decide(explication) },
      { titre: 'Pourquoi', blocs: pourquoi(explication) },
      { titre: 'Ce que vous pouvez faire', blocs: aFaire(explication) },
      { titre: 'Ce qui reste ouvert', blocs: ouvert(explication) },
    ].filter(({ blocs }) => blocs.length > 0),
    cloture: [
      aCompleter('recours', 'Voies et délais de recours'),
      aCompleter('signature', 'Nom, qualité et signature'),
    ],
    pied: `Référence à rappeler dans toute correspondance : ${reference}`,
  });
}

function prisEnCompte({ faits, manquants }: Explication): Bloc[] {
  return [
    ...(faits.length > 0
      ? [
          {
            genre: 'tableau',
            legende: 'Informations prises en compte',
            colonnes: ['Information', 'Valeur', 'Origine'],
            lignes: faits.map(({ libelle, valeur, origine }) => [libelle, valeur, origine]),
          } as const,
        ]
      : []),
    ...(manquants.length > 0
      ? [paragraphe('Il manque, pour décider :'), { genre: 'liste', elements: manquants } as const]
      : []),
  ];
}

const ETATS: Readonly<Record<Explication['etat'], string | null>> = {
  decide: null,
  'decision-humaine':
    'La règle ne décide pas seule : une personne de la Caf, ou une de ses instances, se prononce.',
  'source-muette': 'Les textes ne règlent pas ce cas : la Caf se prononce en motivant sa décision.',
  'faits-manquants': 'La décision est suspendue tant que ces informations manquent.',
};

/** Findings that only said that a person would decide: once he has, the letter is about what he decided. */
const retenus = ({ constats, suite }: Pick<Explication, 'constats' | 'suite'>): readonly ConstatExplique[] =>
  suite?.rendue ? constats.filter(({ etatEnClair }) => etatEnClair === null) : constats;

function decide(explication: Explication): Bloc[] {
  const { etat, issues, resultats, suite, caf, constats } = explication;
  const phrase = ETATS[etat];
  const rendue = suite?.rendue ? suite : null;
  const attendues = new Set(
    rendue ? constats.filter(({ etatEnClair }) => etatEnClair !== null).map(({ issue }) => issue) : [],
  );
  const dites = issues.filter(({ libelle }) => !attendues.has(libelle));
  return [
    ...(dites.length > 0
      ? [{ genre: 'liste', elements: dites.map(({ libelle }) => `${libelle}.`) } as const]
      : []),
    ...(resultats.length > 0
      ? [
          {
            genre: 'tableau',
            legende: 'Résultats du calcul',
            colonnes: ['Résultat', 'Valeur'],
            lignes: resultats.map(({ libelle, valeur }) => [libelle, valeur]),
          } as const,
        ]
      : []),
    ...(phrase && !rendue ? [paragraphe(phrase)] : []),
    ...(rendue
      ? [
          paragraphe(
            `La décision a été rendue le ${rendue.seanceLe ?? jourEnLettres(new Date(rendue.le), caf.fuseau)}${rendue.instance ? ` (${rendue.instance})` : ''} : ${rendue.libelle}.`,
          ),
          ...(rendue.motif ? [paragraphe(`Motif : ${rendue.motif}`)] : []),
          ...(rendue.estimationAvant &&
          rendue.estimationApres &&
          rendue.estimationAvant !== rendue.estimationApres
            ? [
                paragraphe(
                  `Estimation hors bonus, non contractuelle : ${rendue.estimationApres}, au lieu de ${rendue.estimationAvant}.`,
                ),
              ]
            : []),
        ]
      : []),
  ];
}

const CERTITUDES: Readonly<Record<string, string>> = {
  interpretation: 'C’est une interprétation : le texte ne le dit pas tel quel.',
  fictif: 'Cette valeur est fictive.',
};

/** « Support de présentation « … », partie IV. C’est une interprétation… ». */
function appuiEnMots({ sources, certitude }: AppuiExplique): string {
  const documents = new Map(
    sources.map(({ nature, titre, lieu }) => [
      `${titre}/${lieu}`,
      `${nature} ${entreGuillemets(titre)}, ${lieu}`,
    ]),
  );
  return [
    ...(documents.size > 0 ? [`Source : ${[...documents.values()].join(' ; ')}.`] : []),
    ...(CERTITUDES[certitude] ? [CERTITUDES[certitude]] : []),
  ].join(' ');
}

function pourquoi({ parametres, etat, suite, ...reste }: Explication): Bloc[] {
  const constats = retenus({ ...reste, suite });
  const applicables = parametres.filter(({ pourCeCas }) => pourCeCas);
  return [
    ...(suite?.rendue && constats.length === 0
      ? [paragraphe('Les règles confient cette décision à la Caf, qui s’est prononcée.')]
      : []),
    ...(constats.length === 0 && etat === 'decide'
      ? [paragraphe('Les règles n’ont relevé aucun point à signaler.')]
      : []),
    ...constats.flatMap(({ message, appui }) => [paragraphe(message), paragraphe(appuiEnMots(appui))]),
    ...(applicables.length > 0
      ? [
          {
            genre: 'tableau',
            legende: 'Valeurs appliquées',
            colonnes: ['Règle chiffrée', 'Valeur', 'Depuis le'],
            lignes: applicables.map(({ libelle, valeur, duEnClair }) => [
              libelle,
              valeur,
              duEnClair.replaceAll(' ', '\u00a0'),
            ]),
          } as const,
        ]
      : []),
  ].filter((bloc) => bloc.genre !== 'paragraphe' || bloc.texte !== '');
}

/** What to correct, each thing once. */
function aFaire({ etat, ...reste }: Explication): Bloc[] {
  const constats = retenus(reste);
  const elements = [
    ...new Set([
      ...(etat === 'faits-manquants' ? ['Complétez les informations qui manquent.'] : []),
      ...constats.map(({ corriger }) => corriger).filter((texte) => texte !== ''),
    ]),
  ];
  return elements.length > 0 ? [{ genre: 'liste', elements }] : [];
}

/**
 * What we ask the Cnaf of its rules is no affair of the partner: a letter tells only whether his own case
 * still waits.
 */
function ouvert({ etat, suite }: Explication): Bloc[] {
  const attend = (etat === 'decision-humaine' || etat === 'source-muette') && !suite?.rendue;
  return attend
    ? [paragraphe('Cette décision est donnée sous réserve : la Caf doit encore se prononcer.')]
    : [];
}
