/**
 * The explanation of a decision as a letter to the partner: no code name, no hash, nothing the rule files do
 * not say.
 */
import { charger } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { ecrireTelephone } from '#src/kernel/saisie/telephone.ts';
import { courriersDe } from '#src/domain/suivi/courrier/lectures.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { expliquer } from '#src/domain/suivi/explication/expliquer.ts';
import { entreGuillemets, jourEnLettres, typographier } from '#src/kernel/decision/mots.ts';
import type { AppuiExplique, ConstatExplique, Explication } from '#src/domain/suivi/explication/types.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';

/** What only the Caf can write. */
export type PartDeLaCaf = 'adresseCaf' | 'destinataire' | 'recours' | 'signature';
/** What it wrote, part by part; '' or absent is left to complete. */
export type PartsEcrites = Readonly<Partial<Record<PartDeLaCaf, string>>>;

/** One piece of a letter. `a-completer`: what only the Caf can write, left for it to fill in. */
export type Bloc =
  | { readonly genre: 'paragraphe'; readonly texte: string }
  | {
      readonly genre: 'tableau';
      readonly legende: string;
      readonly colonnes: readonly string[];
      readonly lignes: readonly (readonly string[])[];
    }
  | { readonly genre: 'liste'; readonly elements: readonly string[] }
  | { readonly genre: 'alerte'; readonly texte: string }
  | { readonly genre: 'a-completer'; readonly texte: string; readonly champ: PartDeLaCaf };

export interface Lettre {
  readonly decisionId: string;
  readonly reference: string;
  /** Lines of the heads of the letter; those the application does not know are to complete. */
  readonly expediteur: readonly Bloc[];
  readonly destinataire: readonly Bloc[];
  readonly date: string;
  readonly objet: string;
  readonly ouverture: readonly Bloc[];
  readonly parties: readonly { readonly titre: string; readonly blocs: readonly Bloc[] }[];
  readonly cloture: readonly Bloc[];
  /** « Référence à rappeler : 1A2B3C4D-5E6F ». */
  readonly pied: string;
}

const paragraphe = (texte: string): Bloc => ({ genre: 'paragraphe', texte });
const aCompleter = (champ: PartDeLaCaf, quoi: string): Bloc => ({
  genre: 'a-completer',
  champ,
  texte: `${quoi} : à compléter par la Caf`,
});

/** The letter with what the Caf wrote, as it was typed, in the place left for it. */
export function completer(lettre: Lettre, parts: PartsEcrites): Lettre {
  const ecrire = (blocs: readonly Bloc[]): Bloc[] =>
    blocs.flatMap((bloc): Bloc[] => {
      const ecrit = bloc.genre === 'a-completer' ? parts[bloc.champ] : undefined;
      return ecrit ? ecrit.split('\n').map(paragraphe) : [bloc];
    });
  return {
    ...lettre,
    expediteur: ecrire(lettre.expediteur),
    destinataire: ecrire(lettre.destinataire),
    cloture: ecrire(lettre.cloture),
  };
}

/** Parts that this letter leaves to the Caf. */
export const partsAttendues = ({ expediteur, destinataire, cloture }: Lettre): PartDeLaCaf[] =>
  [...expediteur, ...destinataire, ...cloture].flatMap((bloc) =>
    bloc.genre === 'a-completer' ? [bloc.champ] : [],
  );

/**
 * The letter of a decision, dated of the day at the Caf.
 * @throws Introuvable | ReferenceAmbigue | VersionDisparue as {@link expliquer}
 */
export async function lettreDe(unite: UniteDeLecture, reference: string): Promise<Lettre> {
  const explication = await expliquer(unite, reference);
  return composer(
    explication,
    await expediteurDe(unite, explication),
    await destinataireDe(unite, explication),
    jourEnLettres(unite.maintenant, explication.caf.fuseau),
  );
}

/**
 * The letter of a decision taken on a declaration, for a person who may read that declaration: the one the
 * Caf kept last, where there is one.
 * @throws Introuvable also when the decision is about something else
 */
export async function lettreDUneDeclaration(
  unite: UniteDeLecture,
  declarationId: string,
  decisionId: string,
): Promise<{ lettre: Lettre; declaration: Declaration }> {
  const declaration = await declarationLisible(unite, declarationId);
  const { sujetType, sujetId } = await charger(unite, Decision, decisionId, 'Décision');
  if (sujetType !== 'Declaration' || sujetId !== declaration.id) throw new Introuvable('Décision');
  const [garde] = await courriersDe(unite, decisionId);
  return { declaration, lettre: garde?.contenu ?? (await lettreDe(unite, decisionId)) };
}

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

async function expediteurDe({ em }: UniteDeLecture, { caf: { id, nom } }: Explication): Promise<Bloc[]> {
  const caf = await em.findOne(Caf, { id });
  return [
    paragraphe(nom),
    aCompleter('adresseCaf', 'Adresse'),
    ...[caf?.courriel, caf?.telephone ? ecrireTelephone(caf.telephone) : null].flatMap((texte) =>
      texte ? [paragraphe(texte)] : [],
    ),
  ];
}

async function destinataireDe({ em }: UniteDeLecture, { partenaire }: Explication): Promise<Bloc[]> {
  if (!partenaire) return [aCompleter('destinataire', 'Destinataire')];
  const connu = await em.findOne(Partenaire, { id: partenaire.id });
  const organisme = connu && (await em.findOne(Organisme, { id: connu.organisme.id }));
  const lignes = [
    organisme?.adresse,
    [organisme?.codePostal, organisme?.commune].filter(Boolean).join(' '),
  ].filter((ligne): ligne is string => Boolean(ligne));
  return [
    paragraphe(partenaire.nom),
    ...(organisme?.adresse
      ? lignes.map(paragraphe)
      : [...lignes.map(paragraphe), aCompleter('destinataire', 'Adresse')]),
  ];
}
