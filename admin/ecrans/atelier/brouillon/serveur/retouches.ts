import { ajouterBornes, type EditedText } from '#admin/ecrans/atelier/brouillon/serveur/bornes.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import type { Scenario } from '#src/engine/index.ts';
import {
  A_RELIRE,
  ajouterQuestion,
  ajouterScenario,
  ajouterSource,
  ajouterValeur,
  EndroitIntrouvable,
  marquerARelire,
  modifierScenario,
  modifierValeur,
  repondreQuestion,
  EditRefused,
  retirerScenario,
  retirerValeur,
  type ValeurSaisie,
} from '#src/engine/text-edit/index.ts';
import {
  CERTITUDES,
  SAISIE,
  texteDe,
  listeDe,
  rangDe,
  lireFichier,
  closDe,
  scenarioA,
  dateDe,
  valeurDe,
  sourceDe,
  attenduDesRegles,
  calculsAttendus,
  casDe,
  attenduObtenu,
  type Saisie,
} from '#admin/ecrans/atelier/brouillon/serveur/saisie-de-retouche.ts';

/** Why an edit was not made, by field. */
interface EditNotDone {
  readonly refus: string;
  readonly champs: Readonly<Record<string, string>>;
}

/**
 * Applies one act of a form to the text of a draft: nothing is written, the page keeps the text it gets back.
 */
export async function retoucher(
  unite: UniteDeLecture,
  brut: Readonly<Record<string, unknown>>,
): Promise<EditedText | EditNotDone> {
  const lue = SAISIE.safeParse(brut);
  if (!lue.success) throw new SaisieInvalide('Cette retouche est mal formée : rechargez la page.');
  const operation = OPERATIONS[lue.data.operation];
  if (!operation) throw new SaisieInvalide('Cette retouche n’existe pas : rechargez la page.');
  try {
    return await operation(lue.data, unite);
  } catch (erreur) {
    if (erreur instanceof EditRefused)
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
  Record<string, (saisie: Saisie, unite: UniteDeLecture) => EditedText | Promise<EditedText>>
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
        throw new EditRefused('question.texte', 'Écrivez la question.');
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
    if (titre === '') throw new EditRefused('titre', 'Donnez un titre au scénario.');
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
      throw new EditRefused(
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
