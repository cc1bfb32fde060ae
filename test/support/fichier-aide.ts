import { cloturer, empreinte, texteCanonique, type FichierClos } from '#src/engine/index.ts';
import type { FichierDeRegles, Parametre, Regle } from '#src/engine/format.ts';
import type { VersionAPublier } from '#src/domain/politique/livraison/publication.ts';

const valeur = (v: string): Parametre['valeurs'] => [
  {
    du: '2020-01-01',
    valeur: v,
    sources: ['SRC-1#a'],
    certitude: 'explicite',
    derniereVerification: '2026-01-01',
  },
];
const regle = (id: string, conditions: Regle['conditions'], issue: string): Regle => ({
  id,
  titre: `Règle ${id}`,
  conditions,
  issue,
  champs: ['montant'],
  message: 'm',
  sources: ['SRC-1#a'],
  certitude: 'explicite',
});

/** What a test changes of the little aid file. */
export interface VarianteDAide {
  readonly version?: string;
  readonly seuil?: string;
  readonly taux?: string;
  readonly plafond?: string;
  /** Rule R2: `montant` above the ceiling parameter asks for an opinion. */
  readonly avecAvis?: boolean;
  readonly titre?: string;
}

/**
 * A rule file whose counts can be done by hand: above `seuil` (100 €) the aid is refused, otherwise granted;
 * `aide` = `montant` × `taux` (0.5).
 */
export function fichierAide({
  version = '1.0.0',
  seuil = '100',
  taux = '0.5',
  plafond = '1000',
  avecAvis = false,
  titre = 'Au-dessus du seuil',
}: VarianteDAide = {}): FichierClos {
  const fichier: FichierDeRegles = {
    format: 'mcp.regles/1',
    id: 'aide',
    version,
    titre: 'Aide',
    resume: 'Essai.',
    applicable: { du: '2020-01-01', au: null, dateDeReference: 'demande' },
    sources: [
      {
        id: 'SRC-1',
        type: 'note-interne',
        titre: 'Note',
        lieu: 'p. 1',
        dateDuTexte: null,
        verifieLe: '2026-01-01',
        points: { a: 'essai' },
      },
    ],
    faits: {
      montant: { libelle: 'Montant demandé', type: 'euro', min: '0', max: '100000', origine: 'Demande' },
    },
    parametres: {
      seuil: { libelle: 'Seuil', type: 'euro', valeurs: valeur(seuil) },
      taux: { libelle: 'Taux', type: 'taux', valeurs: valeur(taux) },
      plafond: { libelle: 'Plafond', type: 'euro', valeurs: valeur(plafond) },
    },
    faitsDerives: {
      aide: {
        libelle: 'Aide',
        type: 'euro',
        formule: 'arrondi_1(montant * taux, 2, "demi-superieur")',
        sources: ['SRC-1#a'],
        certitude: 'explicite',
      },
    },
    decision: {
      strategie: 'cumul',
      siAucuneRegle: 'ACCORD',
      siFaitManquant: 'suspendre',
      issues: {
        ACCORD: { libelle: 'Accordée', gravite: 'information' },
        REFUS: { libelle: 'Refusée', gravite: 'bloquant' },
        AVIS: { libelle: 'Avis demandé', gravite: 'avertissement', etat: 'decision-humaine' },
      },
    },
    regles: [
      {
        ...regle(
          'R1',
          { all: [{ fact: 'montant', operator: 'greaterThan', value: { parametre: 'seuil' } }] },
          'REFUS',
        ),
        titre,
      },
      ...(avecAvis
        ? [
            regle(
              'R2',
              { all: [{ fact: 'montant', operator: 'greaterThan', value: { parametre: 'plafond' } }] },
              'AVIS',
            ),
          ]
        : []),
    ],
    questions: {},
    messages: { fr: { m: { quoi: 'Montant de {montant|euro}.', corriger: '' } } },
    scenarios: [
      {
        id: 'S1',
        titre: 'Sous le seuil',
        date: '2026-01-01',
        etantDonne: { montant: '50' },
        attendu: { issues: ['ACCORD'], regles: [] },
      },
    ],
    invariants: [],
  };
  return cloturer(fichier, () => undefined);
}

export function versionAide(variante: VarianteDAide = {}): VersionAPublier {
  const clos = fichierAide(variante);
  return {
    empreinte: empreinte(clos),
    genre: 'regles',
    jeu: 'aide',
    numero: clos.version,
    canonique: texteCanonique(clos),
    texte: texteCanonique(clos),
  };
}
