/** A report in French lines, for a terminal. */
import { dateFr, nombreFr } from '#src/kernel/francais.ts';
import type { RapportDImpact } from './rapport.ts';
import type { AvantApres, LigneDeMontant, Volet } from '#src/domain/politique/impact/groupes.ts';
import { direCause, direIssue } from './phrases.ts';

const LIGNES = 15;
const ecart = ({ avant, apres }: AvantApres): string =>
  apres === avant ? '=' : `${apres > avant ? '+' : '−'}${nombreFr(Math.abs(apres - avant))}`;
const euros = (decimal: string): string =>
  `${decimal.replace('.', ',').replace(/\B(?=(\d{3})+(?!\d))(?<!,\d*)/g, ' ')} €`;

/** The report of a simulation: what changes, how much, why, for whom. */
export function resumer(rapport: RapportDImpact): string {
  const { titre, jeu, avant, apres, population, cas, decisions, causes, libelles, generes } = rapport;
  const periode = [
    population.du === null ? '' : ` à partir du ${dateFr(population.du)}`,
    population.au === null ? '' : ` avant le ${dateFr(population.au)}`,
  ].join('');
  const lignes = [
    `${titre} (« ${jeu} ») : ${avant.version} → ${apres.version}`,
    `Cas enregistrés${periode} : ${nombreFr(cas.cas)} (dernière décision de chaque dossier), ${nombreFr(decisions.cas)} décisions en tout.`,
    '',
    ...volet(
      cas,
      `${nombreFr(cas.changes)} cas changent, dont ${nombreFr(cas.issueChangee)} d’issue. Toutes décisions confondues : ${nombreFr(decisions.changes)}, dont ${nombreFr(decisions.issueChangee)} d’issue.`,
    ),
    ...section(
      'Causes',
      causes
        .filter((cause) => cause.decisions > 0)
        .map((cause) => `  ${nombreFr(cause.cas).padStart(7)} cas  ${direCause(cause, libelles)}`),
    ),
    ...section(
      'Passages',
      cas.passages.map(
        (passage) =>
          `  ${nombreFr(passage.cas).padStart(7)} cas  ${direIssue(passage.avant, libelles)} → ${direIssue(passage.apres, libelles)}`,
      ),
    ),
    ...section(
      'Par Caf',
      cas.parCaf
        .filter(({ changes }) => changes > 0)
        .map(
          ({ cle, cas: tous, changes }) => `  ${cle} : ${nombreFr(changes)} changent sur ${nombreFr(tous)}`,
        ),
    ),
    ...section(
      'Par type d’équipement',
      cas.parType.map(
        ({ cle, cas: tous, changes }) =>
          `  ${cle || 'sans équipement'} : ${nombreFr(changes)} changent sur ${nombreFr(tous)}`,
      ),
    ),
    ...(generes
      ? [
          '',
          `── ${generes.libelle} Graine « ${generes.graine} ».`,
          ...volet(
            generes.volet,
            `${nombreFr(generes.volet.changes)} des ${nombreFr(generes.volet.cas)} cas générés changent, dont ${nombreFr(generes.volet.issueChangee)} d’issue.`,
          ),
        ]
      : []),
  ];
  return `${lignes.join('\n')}\n`;
}

function volet({ issues, montants, nouveauxManquants, nouveauxRefus }: Volet, bilan: string): string[] {
  return [
    bilan,
    ...(nouveauxManquants > 0
      ? [`${nombreFr(nouveauxManquants)} cas n’auraient plus tous les faits nécessaires.`]
      : []),
    ...(nouveauxRefus > 0
      ? [`${nombreFr(nouveauxRefus)} cas seraient refusés par la nouvelle version.`]
      : []),
    ...section(
      'Issues (avant → après)',
      issues.map(
        (ligne) =>
          `  ${ligne.libelle} : ${nombreFr(ligne.avant)} → ${nombreFr(ligne.apres)} (${ecart(ligne)})`,
      ),
    ),
    ...section('Montants (avant → après)', montants.map(montant)),
  ];
}

const montant = ({ libelle, avant, apres, ecart: difference, hausses, baisses }: LigneDeMontant): string =>
  `  ${libelle} : ${euros(avant)} → ${euros(apres)} (écart ${euros(difference)}) ; ${nombreFr(hausses)} en hausse, ${nombreFr(baisses)} en baisse`;

function section(titre: string, lignes: readonly string[]): string[] {
  if (lignes.length === 0) return [];
  return [
    `${titre} :`,
    ...lignes.slice(0, LIGNES),
    ...(lignes.length > LIGNES
      ? [`  … et ${lignes.length - LIGNES} autres lignes (--json les donne toutes)`]
      : []),
  ];
}
