import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { ajouterBornes, type TexteRetouche } from '#admin/ecrans/atelier/brouillon/serveur/bornes.ts';
import { compilerSiPossible, juger } from '#admin/ecrans/atelier/brouillon/serveur/verification.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { SaisieInvalide } from '#src/domain/commun/refus.ts';
import { controlerTexte } from '#src/domain/regle/controle.ts';
import { GENRES_DE_VERSION } from '#src/domain/regle/version-regle.ts';
import type { Certitude, FichierClos, Scenario, Source, TypeDeFait } from '#src/engine/index.ts';
import {
  A_RELIRE,
  ajouterQuestion,
  ajouterScenario,
  ajouterSource,
  ajouterValeur,
  attenduDe,
  ecrireSaisie,
  EndroitIntrouvable,
  lireSaisie,
  marquerARelire,
  modifierScenario,
  modifierValeur,
  repondreQuestion,
  RetoucheRefusee,
  retirerScenario,
  retirerValeur,
  type FichierRetouche,
  type ValeurSaisie,
} from '#src/engine/retouche/index.ts';

const CERTITUDES = [
  'explicite',
  'interpretation',
  'silence-de-la-source',
  'fictif',
] as const satisfies readonly Certitude[];
const NATURES = [
  'loi',
  'decret',
  'circulaire',
  'referentiel',
  'convention',
  'support-de-presentation',
  'page-institutionnelle',
  'presse',
  'note-interne',
] as const satisfies readonly Source['type'][];

/** Why an edit was not made, by field. */
interface RetoucheNonFaite {
  readonly refus: string;
  readonly champs: Readonly<Record<string, string>>;
}

const SAISIE = z.looseObject({
  genre: z.enum(GENRES_DE_VERSION),
  jeu: z.string(),
  texte: z.string(),
  operation: z.string(),
});
type Saisie = z.output<typeof SAISIE>;

const texteDe = (saisie: Saisie, nom: string): string => {
  const valeur = saisie[nom];
  return typeof valeur === 'string' ? valeur.trim() : '';
};
const listeDe = (saisie: Saisie, nom: string): string[] => {
  const valeur = saisie[nom];
  return Array.isArray(valeur) ? valeur.filter((element) => typeof element === 'string') : [];
};
const rangDe = (saisie: Saisie): number => Number(texteDe(saisie, 'rang'));

/**
 * Applies one act of a form to the text of a draft: nothing is written, the page keeps the text it gets back.
 */
export async function retoucher(
  unite: UniteDeLecture,
  brut: Readonly<Record<string, unknown>>,
): Promise<TexteRetouche | RetoucheNonFaite> {
  const lue = SAISIE.safeParse(brut);
  if (!lue.success) throw new SaisieInvalide('Cette retouche est mal formée : rechargez la page.');
  const operation = OPERATIONS[lue.data.operation];
  if (!operation) throw new SaisieInvalide('Cette retouche n’existe pas : rechargez la page.');
  try {
    return await operation(lue.data, unite);
  } catch (erreur) {
    if (erreur instanceof RetoucheRefusee)
      return {
        refus: erreur.message,
        champs: erreur.champ === null ? {} : { [erreur.champ]: erreur.message },
      };
    if (erreur instanceof EndroitIntrouvable || erreur instanceof SyntaxError)
      return {
        refus:
          'Le texte a changé ou n’est plus lisible à cet endroit : corrigez-le dans l’onglet « Texte », puis recommencez.',
        champs: {},
      };
    throw erreur;
  }
}

const OPERATIONS: Readonly<
  Record<string, (saisie: Saisie, unite: UniteDeLecture) => TexteRetouche | Promise<TexteRetouche>>
> = {
  valeur(saisie) {
    const nom = texteDe(saisie, 'parametre');
    let { texte } = saisie;
    let fichier = lireFichier(texte);
    const sources = listeDe(saisie, 'sources');
    if (texteDe(saisie, 'source.titre') !== '') {
      const ajout = ajouterSource(texte, fichier, sourceDe(saisie));
      sources.push(ajout.citation);
      texte = ajout.texte;
      fichier = lireFichier(texte);
    }
    const choisie = texteDe(saisie, 'question');
    let question = choisie === '' || choisie === 'nouvelle' ? undefined : choisie;
    if (choisie === 'nouvelle') {
      if (texteDe(saisie, 'question.texte') === '')
        throw new RetoucheRefusee('question.texte', 'Écrivez la question.');
      const ajout = ajouterQuestion(texte, fichier, {
        texte: texteDe(saisie, 'question.texte'),
        a: texteDe(saisie, 'question.a') || null,
      });
      question = ajout.id;
      texte = ajout.texte;
      fichier = lireFichier(texte);
    }
    const valeur: ValeurSaisie = {
      du: dateDe(saisie, 'du', 'Premier jour'),
      valeur: valeurDe(saisie, fichier, nom),
      sources,
      question,
      certitude: CERTITUDES.find((candidate) => candidate === texteDe(saisie, 'certitude')) ?? 'explicite',
      derniereVerification: dateDe(saisie, 'derniereVerification', 'Dernière vérification'),
    };
    return texteDe(saisie, 'rang') === ''
      ? {
          texte: ajouterValeur(texte, fichier, nom, valeur),
          annonce: 'La valeur a été ajoutée au brouillon.',
        }
      : {
          texte: modifierValeur(texte, fichier, nom, rangDe(saisie), valeur),
          annonce: 'La valeur a été modifiée dans le brouillon.',
        };
  },
  retirerValeur: (saisie) => ({
    texte: retirerValeur(
      saisie.texte,
      lireFichier(saisie.texte),
      texteDe(saisie, 'parametre'),
      rangDe(saisie),
    ),
    annonce: 'La valeur a été retirée du brouillon.',
  }),
  repondre: (saisie) => ({
    texte: repondreQuestion(saisie.texte, texteDe(saisie, 'question'), texteDe(saisie, 'reponse')),
    annonce:
      texteDe(saisie, 'reponse') === ''
        ? 'La question est de nouveau ouverte.'
        : 'La réponse est écrite dans le brouillon.',
  }),
  async scenario(saisie, unite) {
    const clos = await closDe(saisie, unite);
    const regles = listeDe(saisie, 'regles');
    const rang = texteDe(saisie, 'rang');
    const ancien = rang === '' ? undefined : clos.scenarios[Number(rang)];
    const titre = texteDe(saisie, 'titre');
    if (titre === '') throw new RetoucheRefusee('titre', 'Donnez un titre au scénario.');
    const cas = { titre, ...casDe(saisie, clos) };
    const remplir = saisie['remplir'] === true;
    const attendu = remplir
      ? attenduObtenu(clos, cas)
      : {
          ...attenduDesRegles(clos, regles, ancien?.attendu, cas.etantDonne),
          ...calculsAttendus(saisie, clos, cas, ancien?.attendu.calculs),
        };
    const scenario = { ...cas, titre: remplir ? marquerARelire(titre) : titre, attendu };
    if (!ancien)
      return {
        texte: ajouterScenario(saisie.texte, clos, scenario).texte,
        annonce: 'Le scénario a été ajouté au brouillon.',
      };
    return {
      texte: modifierScenario(saisie.texte, Number(rang), { id: ancien.id, ...scenario }),
      annonce: 'Le scénario a été modifié dans le brouillon.',
    };
  },
  async remplir(saisie, unite) {
    const clos = await closDe(saisie, unite);
    const scenario = scenarioA(clos, rangDe(saisie));
    return {
      texte: modifierScenario(saisie.texte, rangDe(saisie), {
        ...scenario,
        titre: marquerARelire(scenario.titre),
        attendu: attenduObtenu(clos, scenario),
      }),
      annonce: 'Le scénario attend désormais le résultat obtenu : relisez-le.',
    };
  },
  async reprendreCalculs(saisie, unite) {
    const clos = await closDe(saisie, unite);
    const scenario = scenarioA(clos, rangDe(saisie));
    const { calculs: obtenus = {} } = attenduObtenu(clos, scenario);
    const attendus = scenario.attendu.calculs;
    const calculs = Object.fromEntries(
      Object.entries(obtenus).filter(([nom]) => !attendus || nom in attendus),
    );
    if (Object.keys(calculs).length === 0)
      throw new RetoucheRefusee(
        null,
        'Le moteur ne calcule rien de ce que ce scénario attend : modifiez la ligne.',
      );
    return {
      texte: modifierScenario(saisie.texte, rangDe(saisie), {
        ...scenario,
        attendu: { ...scenario.attendu, calculs },
      }),
      annonce: 'Le scénario attend désormais les calculs du moteur.',
    };
  },
  async relu(saisie, unite) {
    const scenario = scenarioA(await closDe(saisie, unite), rangDe(saisie));
    return {
      texte: modifierScenario(saisie.texte, rangDe(saisie), {
        ...scenario,
        titre: scenario.titre.replace(A_RELIRE, ''),
      }),
      annonce: 'Le scénario est relu.',
    };
  },
  async retirerScenario(saisie, unite) {
    return {
      texte: retirerScenario(saisie.texte, await closDe(saisie, unite), rangDe(saisie)),
      annonce: 'Le scénario a été retiré du brouillon.',
    };
  },
  async temoin(saisie, unite) {
    const clos = await closDe(saisie, unite);
    const { titre, date, etantDonne } = JSON.parse(texteDe(saisie, 'temoin')) as Scenario;
    const scenario = {
      titre: marquerARelire(titre),
      date,
      etantDonne,
      attendu: attenduObtenu(clos, { date, etantDonne }),
    };
    return {
      texte: ajouterScenario(saisie.texte, clos, scenario).texte,
      annonce: 'Le cas a été ajouté aux scénarios : relisez ce qu’il attend.',
    };
  },
  async bornes(saisie, unite) {
    return ajouterBornes(await closDe(saisie, unite), saisie.texte, listeDe(saisie, 'choisis'));
  },
};

const lireFichier = (texte: string): FichierRetouche => JSON.parse(texte) as FichierRetouche;

async function closDe({ genre, jeu, texte }: Saisie, unite: UniteDeLecture): Promise<FichierClos> {
  const { clos } = await controlerTexte(unite, { genre, jeu, texte }, { sansAnalyse: true });
  if (!clos)
    throw new RetoucheRefusee(
      null,
      'Le texte ne se lit plus comme un fichier de règles : corrigez-le d’abord.',
    );
  return clos;
}

function scenarioA({ scenarios }: FichierClos, rang: number): Scenario {
  const scenario = scenarios[rang];
  if (!scenario) throw new RetoucheRefusee(null, 'Ce scénario n’est plus dans le fichier.');
  return scenario;
}

function lire(
  saisie: Saisie,
  champ: string,
  type: TypeDeFait,
): ReturnType<typeof lireSaisie> & { valeur?: unknown } {
  const lue = lireSaisie(type, texteDe(saisie, champ));
  if ('refus' in lue) throw new RetoucheRefusee(champ, lue.refus);
  return lue;
}

function dateDe(saisie: Saisie, champ: string, libelle: string): string {
  const lue = lire(saisie, champ, 'date');
  if (!('valeur' in lue) || typeof lue.valeur !== 'string')
    throw new RetoucheRefusee(champ, `${libelle} : donnez une date, par exemple 01/01/2020.`);
  return lue.valeur;
}

function valeurDe(saisie: Saisie, fichier: FichierRetouche, nom: string): ValeurSaisie['valeur'] {
  const parametre = fichier.parametres[nom];
  const type = parametre && 'type' in parametre ? parametre.type : 'texte';
  const lue = lireSaisie(type, texteDe(saisie, 'valeur'));
  if ('refus' in lue) throw new RetoucheRefusee('valeur', lue.refus);
  if (lue.valeur === null) throw new RetoucheRefusee('valeur', 'Donnez la valeur.');
  return lue.valeur;
}

function sourceDe(saisie: Saisie): Parameters<typeof ajouterSource>[2] {
  const resume = texteDe(saisie, 'source.resume');
  if (resume === '')
    throw new RetoucheRefusee('source.resume', 'Résumez avec vos mots ce que dit la source.');
  return {
    type: NATURES.find((nature) => nature === texteDe(saisie, 'source.type')) ?? 'note-interne',
    titre: texteDe(saisie, 'source.titre'),
    lieu: texteDe(saisie, 'source.lieu') || 'Ensemble du document',
    dateDuTexte:
      texteDe(saisie, 'source.date') === '' ? null : dateDe(saisie, 'source.date', 'Date du texte'),
    verifieLe: dateDe(saisie, 'derniereVerification', 'Dernière vérification'),
    resume,
  };
}

/** Facts typed in the grid; an empty field is an absent fact and is left out. */
function faitsDe(saisie: Saisie, clos: FichierClos): Scenario['etantDonne'] {
  return Object.fromEntries(
    Object.entries(clos.faits).flatMap(([nom, { type }]) => {
      const lue = lireSaisie(type, texteDe(saisie, `faits.${nom}`));
      if ('refus' in lue) throw new RetoucheRefusee(`faits.${nom}`, lue.refus);
      return lue.valeur === null ? [] : [[nom, lue.valeur]];
    }),
  );
}

/**
 * The expected outcome follows from the expected rules; missing facts are expected when no rule is and none
 * stands alone.
 */
function attenduDesRegles(
  clos: FichierClos,
  ids: readonly string[],
  ancien: Scenario['attendu'] | undefined,
  etantDonne: Scenario['etantDonne'],
): Scenario['attendu'] {
  const regles = clos.regles.filter(({ id }) => ids.includes(id));
  const seule = clos.decision.strategie === 'cumul' ? [clos.decision.siAucuneRegle] : [];
  if (regles.length === 0 && ancien?.etat === 'faits-manquants')
    return { ...ancien, manquants: ancien.manquants?.filter((nom) => etantDonne[nom] === undefined) };
  const issues = regles.length === 0 ? seule : [...new Set(regles.map(({ issue }) => issue))];
  if (issues.length === 0)
    throw new RetoucheRefusee(
      'regles',
      'Choisissez la règle attendue, ou remplissez avec le résultat obtenu.',
    );
  return { issues, regles: regles.map(({ id }) => id) };
}

/**
 * The numbers expected, as typed: an empty field expects nothing. A number equal to what the engine gives, or
 * to what was expected,
 * is written in its very digits, which the scenario compares.
 */
function calculsAttendus(
  saisie: Saisie,
  clos: FichierClos,
  cas: Pick<Scenario, 'date' | 'etantDonne'>,
  anciens: Scenario['attendu']['calculs'],
): Pick<Scenario['attendu'], 'calculs'> {
  const jeu = compilerSiPossible(clos);
  const decision = jeu ? juger(jeu, cas) : '';
  const obtenus = typeof decision === 'string' ? {} : decision.calculs;
  const calculs = Object.fromEntries(
    Object.entries(clos.faitsDerives).flatMap(([nom, { type }]): [string, string][] => {
      const tape = texteDe(saisie, `calculs.${nom}`);
      if (tape === '') return [];
      const connus = [obtenus[nom], anciens?.[nom]].filter((connu) => connu !== undefined);
      const identique = connus.find((connu) => ecrireSaisie(type, connu) === tape);
      if (identique !== undefined) return [[nom, identique]];
      const lue = lireSaisie(type, tape);
      if ('refus' in lue) throw new RetoucheRefusee(`calculs.${nom}`, lue.refus);
      const nombre = String(lue.valeur);
      return [[nom, connus.find((connu) => new Decimal(connu).equals(nombre)) ?? nombre]];
    }),
  );
  return Object.keys(calculs).length > 0 ? { calculs } : {};
}

const casDe = (saisie: Saisie, clos: FichierClos): Pick<Scenario, 'date' | 'etantDonne'> => ({
  date: dateDe(saisie, 'date', 'Date de référence'),
  etantDonne: faitsDe(saisie, clos),
});

/**
 * The file of the text, and the case typed in a line of its grid. @throws RetoucheRefusee when either cannot
 * be read
 */
export async function casSaisi(
  unite: UniteDeLecture,
  brut: Readonly<Record<string, unknown>>,
): Promise<{ clos: FichierClos; cas: Pick<Scenario, 'date' | 'etantDonne'> }> {
  const lue = SAISIE.safeParse({ operation: '', ...brut });
  if (!lue.success) throw new SaisieInvalide('Le texte du brouillon n’est pas arrivé entier : réessayez.');
  const clos = await closDe(lue.data, unite);
  return { clos, cas: casDe(lue.data, clos) };
}

function attenduObtenu(clos: FichierClos, cas: Pick<Scenario, 'date' | 'etantDonne'>): Scenario['attendu'] {
  const jeu = compilerSiPossible(clos);
  const decision = jeu ? juger(jeu, cas) : 'Le fichier doit d’abord être corrigé.';
  if (typeof decision === 'string') throw new RetoucheRefusee(null, decision);
  return attenduDe(decision);
}
