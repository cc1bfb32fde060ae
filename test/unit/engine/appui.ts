import { cloturer } from '#src/engine/cloture.ts';
import type { FichierClos } from '#src/engine/cloture.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { compiler } from '#src/engine/compiler.ts';
import type {
  Condition,
  FaitDerive,
  FichierDeParametres,
  FichierDeRegles,
  Regle,
  Scenario,
} from '#src/engine/format.ts';

/** A small but complete rule file: one threshold on one amount. */
const MINIMAL: FichierDeRegles = {
  format: 'mcp.regles/1',
  id: 'essai',
  version: '1.0.0',
  titre: 'Essai',
  resume: 'Un seuil.',
  applicable: { du: '2019-01-01', au: null, dateDeReference: 'jour' },
  sources: [
    {
      id: 'SRC-1',
      type: 'note-interne',
      titre: 'Note',
      lieu: 'page 1',
      dateDuTexte: null,
      verifieLe: '2019-01-01',
      points: { a: 'un seuil' },
    },
  ],
  faits: { montant: { libelle: 'Montant', type: 'euro', min: '0', origine: 'Écran' } },
  parametres: {
    seuil: {
      libelle: 'Seuil',
      type: 'euro',
      valeurs: [
        {
          du: '2019-01-01',
          valeur: '1000',
          sources: ['SRC-1#a'],
          certitude: 'explicite',
          derniereVerification: '2019-01-01',
        },
      ],
    },
  },
  faitsDerives: {},
  decision: {
    strategie: 'cumul',
    siAucuneRegle: 'CONFORME',
    siFaitManquant: 'suspendre',
    issues: {
      CONFORME: { libelle: 'Conforme', gravite: 'information' },
      DEPASSE: { libelle: 'Dépassé', gravite: 'bloquant' },
    },
  },
  regles: [
    regle('ESS-001', 'DEPASSE', {
      all: [{ fact: 'montant', operator: 'greaterThan', value: { parametre: 'seuil' } }],
    }),
  ],
  questions: {},
  messages: { fr: { depasse: { quoi: 'Le montant {montant} dépasse {seuil}.', corriger: 'Baissez-le.' } } },
  scenarios: [
    {
      id: 'S1',
      titre: 'Au seuil',
      date: '2019-06-01',
      etantDonne: { montant: '1000' },
      attendu: { issues: ['CONFORME'], regles: [] },
    },
    {
      id: 'S2',
      titre: 'Au-dessus',
      date: '2019-06-01',
      etantDonne: { montant: '1000.01' },
      attendu: { issues: ['DEPASSE'], regles: ['ESS-001'] },
    },
  ],
  invariants: [],
};

export function regle(
  id: string,
  issue: string,
  conditions: Regle['conditions'],
  champs: readonly string[] = [],
): Regle {
  return {
    id,
    titre: id,
    conditions,
    issue,
    champs,
    message: 'depasse',
    sources: ['SRC-1#a'],
    certitude: 'explicite',
  };
}

export function derive(
  type: FaitDerive['type'],
  formule: string,
  plus: Partial<FaitDerive> = {},
): FaitDerive {
  return { libelle: formule, type, formule, sources: ['SRC-1#a'], certitude: 'explicite', ...plus };
}

export function scenario(
  id: string,
  etantDonne: Scenario['etantDonne'],
  attendu: Scenario['attendu'],
): Scenario {
  return { id, titre: id, date: '2019-06-01', etantDonne, attendu };
}

/** The minimal file with some parts replaced. */
export function fichier(remplace: Partial<FichierDeRegles> = {}): FichierDeRegles {
  return { ...MINIMAL, ...remplace };
}

export function clos(
  remplace: Partial<FichierDeRegles> = {},
  partages: readonly FichierDeParametres[] = [],
): FichierClos {
  return cloturer(fichier(remplace), (id, version) =>
    partages.find((partage) => partage.id === id && partage.version === version),
  );
}

export function jeu(remplace: Partial<FichierDeRegles> = {}): JeuCompile {
  return compiler(clos(remplace));
}

/** A file with one rule over some facts, whose message shows nothing. */
export function jeuAvecUneRegle(
  faits: FichierDeRegles['faits'],
  conditions: Condition,
  plus: Partial<FichierDeRegles> = {},
): JeuCompile {
  return jeu({
    faits,
    parametres: {},
    regles: [regle('ESS-001', 'DEPASSE', { all: [conditions] })],
    messages: { fr: { depasse: { quoi: 'Dépassé.', corriger: 'Corrigez.' } } },
    ...plus,
  });
}

export const DATE = '2019-06-01';
