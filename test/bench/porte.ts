/** What the dearest files the schema admits, and the files it refuses, cost at the gate. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import {
  controlerTexte,
  LONGUEUR_SUR_PLACE,
  type Controle,
  type TexteAControler,
} from '#src/domain/politique/porte/controle.ts';
import type { FichierDeRegles, Parametre, Regle, Scenario } from '#src/engine/format.ts';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { processeur, type Bench, type Ligne } from '#test/bench/table.ts';
import { uniteDEssai } from '#test/unit/domain/regle/porte.ts';
import { derive, fichier, regle } from '#test/unit/engine/appui.ts';
import { fichier as fichierLivre, IDS } from '#test/rules/appui.ts';

const REGLES = 200;
const liste = <T>(combien: number, faire: (rang: number) => T): T[] =>
  Array.from({ length: combien }, (_, rang) => faire(rang));
const ecrire = (remplace: Partial<FichierDeRegles>): string => JSON.stringify(fichier(remplace));
const { DEPASSE } = fichier().decision.issues;
/** Exactly one rule of the whole must hold, and one scenario is enough to get through. */
const unique = (etantDonne: Scenario['etantDonne']): Partial<FichierDeRegles> => ({
  decision: {
    strategie: 'unique',
    siAucuneRegle: 'erreur',
    siFaitManquant: 'suspendre',
    issues: DEPASSE ? { DEPASSE } : {},
  },
  scenarios: [
    {
      id: 'S1',
      titre: 'Un cas',
      date: '2019-06-01',
      etantDonne,
      attendu: { issues: ['DEPASSE'], regles: ['ESS-0'] },
    },
  ],
});
const tranche = (rang: number): Regle['conditions'] => ({
  all: [
    { fact: 'montant', operator: 'greaterThanInclusive', value: String(rang) },
    { fact: 'montant', operator: 'lessThan', value: String(rang + 1) },
  ],
});
const regles = (combien: number, conditions: (rang: number) => Regle['conditions']): Regle[] =>
  liste(combien, (rang) => regle(`ESS-${rang}`, 'DEPASSE', conditions(rang)));
const valeurs = liste(REGLES, (rang) => `v${rang}`);
const enums = (noms: readonly string[], combien: number): FichierDeRegles['faits'] =>
  Object.fromEntries(
    noms.map((nom) => [
      nom,
      { libelle: nom, type: 'enum' as const, valeurs: valeurs.slice(0, combien), origine: 'Écran' },
    ]),
  );
const jour = (rang: number): string => new Date(Date.UTC(2019, 0, 1 + rang)).toISOString().slice(0, 10);
const { seuil } = parametres();
const [datee] = seuil.valeurs;
const valeursDatees = (combien: number): Parametre['valeurs'] =>
  datee ? liste(combien, (rang) => ({ ...datee, du: jour(rang), valeur: String(1_000 + rang) })) : [];
const desDates: Partial<FichierDeRegles> = {
  scenarios: fichier().scenarios.map((un) => ({ ...un, date: '2019-01-01' })),
};
const scenarios = (combien: number): Scenario[] =>
  liste(combien, (rang) => ({
    id: `S${rang}`,
    titre: 'Au seuil',
    date: '2019-06-01',
    etantDonne: { montant: '1000' },
    attendu: { issues: ['CONFORME'], regles: [] },
  }));

function parametres(): { readonly seuil: Parametre } {
  const { seuil: declare } = fichier().parametres;
  if (!declare || !('valeurs' in declare)) throw new Error('the minimal file declares a threshold');
  return { seuil: declare };
}

/** Texts by what they are, written when asked for. */
const TEXTES: Readonly<Record<string, () => string>> = {
  'texte qui n’est pas du JSON': () => 'id: essai',
  '5 Mo': () => `"${'x'.repeat(5_000_000)}"`,
  '10 000 règles vides': () => `{"regles":[${'{},'.repeat(9_999)}{}]}`,
  '10 000 règles justes': () => ecrire({ regles: regles(10_000, tranche) }),
  '999 999 signes de listes vides': () => `[${'[],'.repeat(333_331)}[]]`,
  '999 999 signes, une clé en double à la fin': () =>
    `{${liste(70_000, (rang) => `"c${rang}":0`).join()},"c0":1}`,
  '100 niveaux': () => '['.repeat(100) + ']'.repeat(100),
  '900 000 signes d’une formule': () =>
    ecrire({ faitsDerives: { calcul: derive('euro', `montant${' + montant'.repeat(90_000)}`) } }),
  '200 règles uniques, tranches d’un montant': () =>
    ecrire({ ...unique({ montant: '0' }), regles: regles(REGLES, tranche) }),
  '200 règles uniques, une valeur d’énumération chacune': () =>
    ecrire({
      ...unique({ montant: '0', choix: 'v0' }),
      faits: { ...fichier().faits, ...enums(['choix'], REGLES) },
      regles: regles(REGLES, (rang) => ({ all: [{ fact: 'choix', operator: 'equal', value: `v${rang}` }] })),
    }),
  '200 règles uniques, damier de deux énumérations': () =>
    ecrire({
      ...unique({ montant: '0', ligne: 'v0', colonne: 'v0' }),
      faits: { ...fichier().faits, ...enums(['ligne', 'colonne'], 15) },
      regles: regles(REGLES, (rang) => ({
        all: [
          { fact: 'ligne', operator: 'equal', value: `v${Math.floor(rang / 15)}` },
          { fact: 'colonne', operator: 'equal', value: `v${rang % 15}` },
        ],
      })),
    }),
  '200 règles uniques, toutes les mêmes': () =>
    ecrire({ ...unique({ montant: '0' }), regles: regles(REGLES, () => tranche(0)) }),
  '200 règles cumulées, tranches d’un montant': () => ecrire({ regles: regles(REGLES, tranche) }),
  '200 règles cumulées de 50 conditions': () =>
    ecrire({
      faits: {
        ...fichier().faits,
        ...enums(
          liste(50, (rang) => `f${rang}`),
          3,
        ),
      },
      regles: regles(REGLES, (rang) => ({
        any: liste(50, (autre) => ({ fact: `f${(rang + autre) % 50}`, operator: 'equal', value: 'v1' })),
      })),
    }),
  '200 règles sur 200 calculs enchaînés': () =>
    ecrire({
      faitsDerives: Object.fromEntries(
        liste(REGLES, (rang) => [
          `calcul${rang}`,
          derive('euro', rang === 0 ? 'montant' : `max(calcul${rang - 1}, montant) + montant`),
        ]),
      ),
      regles: regles(REGLES, (rang) => ({
        all: [{ fact: `calcul${rang}`, operator: 'greaterThan', value: String(rang) }],
      })),
    }),
  '3 000 valeurs d’un paramètre': () =>
    ecrire({ ...desDates, parametres: { seuil: { ...seuil, valeurs: valeursDatees(3_000) } } }),
  '3 000 valeurs d’un paramètre, monotonie': () =>
    ecrire({
      ...desDates,
      parametres: { seuil: { ...seuil, valeurs: valeursDatees(3_000) } },
      invariants: [{ id: 'I1', controle: 'monotonie', fait: 'montant', ordre: ['CONFORME', 'DEPASSE'] }],
    }),
  '5 000 scénarios': () => ecrire({ scenarios: scenarios(5_000) }),
  '200 règles et 300 scénarios': () => ecrire({ regles: regles(REGLES, tranche), scenarios: scenarios(300) }),
  '1 000 valeurs d’une énumération': () =>
    ecrire({
      faits: {
        ...fichier().faits,
        choix: {
          libelle: 'Choix',
          type: 'enum',
          valeurs: liste(1_000, (rang) => `v${rang}`),
          origine: 'Écran',
        },
      },
      regles: [
        ...fichier().regles,
        regle('ESS-002', 'DEPASSE', { all: [{ fact: 'choix', operator: 'equal', value: 'v7' }] }),
      ],
    }),
  '20 000 valeurs d’une comparaison': () =>
    ecrire({
      faits: { ...fichier().faits, entier: { libelle: 'Entier', type: 'entier', origine: 'Écran' } },
      regles: [
        ...fichier().regles,
        regle('ESS-002', 'DEPASSE', {
          all: [{ fact: 'entier', operator: 'in', value: liste(20_000, (rang) => rang) }],
        }),
      ],
    }),
  '200 règles de 40 listes de 8 nombres': () =>
    ecrire({
      faits: { ...fichier().faits, entier: { libelle: 'Entier', type: 'entier', origine: 'Écran' } },
      regles: [
        ...fichier().regles,
        ...regles(REGLES - 1, (rang) => ({
          any: liste(40, (groupe) => ({
            fact: 'entier',
            operator: 'in',
            value: liste(8, (autre) => rang * 320 + groupe * 8 + autre),
          })),
        })),
      ],
    }),
  '3 000 sources': () =>
    ecrire({
      sources: liste(3_000, (rang) =>
        fichier().sources.map((une) => ({ ...une, id: `SRC-${rang + 1}` })),
      ).flat(),
    }),
  '8 000 messages': () =>
    ecrire({
      messages: {
        fr: Object.fromEntries(
          liste(8_000, (rang) => [
            rang === 0 ? 'depasse' : `m${rang}`,
            { quoi: 'Le montant {montant} dépasse {seuil}.', corriger: 'Baissez-le.' },
          ]),
        ),
      },
    }),
  '200 faits, 20 monotonies': () =>
    ecrire({
      faits: Object.fromEntries(
        liste(REGLES, (rang) => [`d${rang}`, { libelle: 'Jour', type: 'date', origine: 'Écran' }]),
      ),
      regles: regles(REGLES, (rang) => ({
        all: [{ fact: `d${rang}`, operator: 'greaterThan', value: '2019-01-01' }],
      })),
      messages: { fr: { depasse: { quoi: 'Trop.', corriger: 'Moins.' } } },
      parametres: {},
      scenarios: liste(12, (rang) => ({
        id: `S${rang}`,
        titre: 'Un cas',
        date: '2019-06-01',
        etantDonne: Object.fromEntries(liste(REGLES, (autre) => [`d${autre}`, `2018-01-${10 + rang}`])),
        attendu: { issues: ['CONFORME'], regles: [] },
      })),
      invariants: liste(20, (rang) => ({
        id: `I${rang}`,
        controle: 'monotonie' as const,
        fait: `d${rang}`,
        ordre: ['CONFORME', 'DEPASSE'],
      })),
    }),
};

/** Processor time of one text, its thread included. */
async function mesurerUnTexte(quoi: string, fichierAControler: TexteAControler): Promise<Ligne> {
  let reponse: Controle | undefined;
  const valeur = await processeur(async () => {
    reponse = await controlerTexte(uniteDEssai, fichierAControler);
  });
  const cellules = reponse?.comptes ? `${reponse.comptes.casExplores} cells and cases, ` : '';
  const [premiere] = reponse?.anomalies ?? [];
  return {
    nom: quoi,
    valeur,
    unite: 'ms',
    tours: 1,
    note: `${fichierAControler.texte.length} characters, ${cellules}${premiere ? `refused: ${premiere.message.slice(0, 90)}` : 'accepted'}`,
  };
}

export const bench: Bench = {
  titre:
    'processor time of each check at the gate: the dearest texts the schema admits, then what is shipped',
  mesurer,
};

async function* mesurer(): AsyncGenerator<Ligne> {
  // Modules, schemas and the thread of the long texts are ready before anything is measured.
  for (const texte of ['{}', ' '.repeat(LONGUEUR_SUR_PLACE + 1)])
    await controlerTexte(uniteDEssai, { genre: 'regles', jeu: 'essai', texte });
  for (const [quoi, texte] of Object.entries(TEXTES))
    yield mesurerUnTexte(quoi, { genre: 'regles', jeu: 'essai', texte: texte() });
  yield mesurerUnTexte('formulaire de 60 fois ses sections', {
    genre: 'formulaire',
    jeu: 'ram',
    texte: await grandFormulaire(),
  });
  for (const id of IDS)
    yield mesurerUnTexte(`livré : ${id}`, {
      genre: 'regles',
      jeu: id,
      texte: JSON.stringify(fichierLivre(id)),
    });
}

async function grandFormulaire(): Promise<string> {
  const livre = JSON.parse(
    await readFile(join(RULES_FOLDER, 'formulaires', 'ram', '1.0.0.json'), 'utf8'),
  ) as DefinitionDeFormulaire;
  return JSON.stringify({
    ...livre,
    sections: liste(60, (rang) =>
      livre.sections.map((section) => ({ ...section, id: `${section.id}${rang}` })),
    ).flat(),
  });
}
