/** The report of a study: plain JSON, the same bytes for the same study however often it was stopped. */
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { FichierClos } from '#src/engine/index.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';
import { Agregats, type AgregatsEcrits, type Cellule, type PasseEcrit } from './agregats.ts';
import type { Cause } from './causes.ts';
import { changementsEntre, type Changement } from './changements.ts';
import { libellesDe, type Libelles } from './phrases.ts';
import { faitsEnEuros } from './mesure.ts';
import type { CasChange, CasGenereChange } from './types.ts';
import { ordre, Resume, type Volet } from '#src/domain/politique/impact/groupes.ts';

export interface LigneDeCause extends Cause {
  readonly cas: number;
  readonly decisions: number;
  readonly generes: number;
}

export interface RapportDImpact {
  readonly format: 'mcp.impact/1';
  readonly jeu: string;
  readonly titre: string;
  readonly avant: { readonly version: string; readonly empreinte: string };
  readonly apres: { readonly version: string; readonly empreinte: string };
  readonly population: {
    readonly prisesAvant: string;
    readonly du: string | null;
    readonly au: string | null;
  };
  readonly changements: readonly Changement[];
  readonly libelles: Libelles;
  /** Each case once: the last decision taken on its subject. */
  readonly cas: Volet;
  /** Every stored decision, those taken again on one subject included. */
  readonly decisions: Volet;
  readonly causes: readonly LigneDeCause[];
  /**
   * Recorded decisions of the past days the version would rule, set beside what it would decide; null when it
   * rules none, or none was asked. Earlier reports have no such part.
   */
  readonly passe?: (Jours & PasseEcrit) | null;
  /** `empreinte` covers the whole list, in its order. */
  readonly changes: {
    readonly total: number;
    readonly empreinte: string;
    readonly premiers: readonly CasChange[];
  };
  /** Drawn cases, apart: they tell of no real file. */
  readonly generes: {
    readonly libelle: string;
    readonly graine: string;
    readonly demandes: number;
    readonly volet: Volet;
    readonly temoins: readonly CasGenereChange[];
  } | null;
}

export interface EtudeARapporter {
  readonly avant: FichierClos;
  readonly apres: FichierClos;
  readonly avantEmpreinte: string;
  readonly apresEmpreinte: string;
  readonly prisesAvant: Date;
  readonly du: string | null;
  readonly au: string | null;
  readonly passe?: Jours | null;
  readonly generes: number;
  readonly graine: string;
  readonly agregats: AgregatsEcrits;
  /** Stored decisions that change. */
  readonly changes: number;
  /** At most {@link CAS_LISTES}. */
  readonly premiers: readonly CasChange[];
}

/** Changed cases a report lists; the CSV has them all. */
export const CAS_LISTES = 200;

export function rapportDImpact(etude: EtudeARapporter): RapportDImpact {
  const { avant, apres, agregats: ecrits } = etude;
  const euros = faitsEnEuros(avant, apres);
  const agregats = Agregats.depuis(ecrits, euros);
  const toutes = [...agregats.cellules];
  const libelles = libellesDe(avant, apres);
  const volet = (choisies: readonly Cellule[]): Volet => new Resume(choisies, libelles, euros).volet();
  return {
    format: 'mcp.impact/1',
    jeu: apres.id,
    titre: apres.titre,
    avant: { version: avant.version, empreinte: etude.avantEmpreinte },
    apres: { version: apres.version, empreinte: etude.apresEmpreinte },
    population: { prisesAvant: etude.prisesAvant.toISOString(), du: etude.du, au: etude.au },
    changements: changementsEntre(avant, apres),
    libelles,
    cas: volet(toutes.filter(({ genere, derniere }) => !genere && derniere)),
    decisions: volet(toutes.filter(({ genere }) => !genere)),
    causes: [...agregats.causes]
      .map(
        ([cle, [cas, decisions, generes]]): LigneDeCause => ({
          ...(JSON.parse(cle) as Cause),
          cas,
          decisions,
          generes,
        }),
      )
      .sort(
        (a, b) =>
          b.cas - a.cas ||
          b.decisions - a.decisions ||
          b.generes - a.generes ||
          ordre(JSON.stringify(a), JSON.stringify(b)),
      ),
    passe: etude.passe && ecrits.passe ? { du: etude.passe.du, au: etude.passe.au, ...ecrits.passe } : null,
    changes: { total: etude.changes, empreinte: ecrits.chaine, premiers: etude.premiers },
    generes:
      etude.generes === 0
        ? null
        : {
            libelle:
              'Population générée à partir des scénarios et des domaines déclarés : elle ne décrit aucun dossier réel.',
            graine: etude.graine,
            demandes: etude.generes,
            volet: volet(toutes.filter(({ genere }) => genere)),
            temoins: ecrits.temoins,
          },
  };
}

/** Canonical text (RFC 8785) and its SHA-256. */
export function sealReport(rapport: RapportDImpact): {
  readonly texte: string;
  readonly empreinte: string;
} {
  const texte = canonicalize(rapport) ?? '';
  return { texte, empreinte: createHash('sha256').update(texte, 'utf8').digest('hex') };
}
