/** A report in French lines, for a terminal. */
import { dateFr } from '#src/kernel/francais.ts';
import type { AvantApres, LigneDeMontant, RapportDImpact, Volet } from './rapport.ts';
import { direCause, direIssue } from './phrases.ts';

const LIGNES = 15;
const nombre = (n: number): string => n.toLocaleString('fr-FR');
const ecart = ({ avant, apres }: AvantApres): string =>
  apres === avant ? '=' : `${apres > avant ? '+' : '−'}${nombre(Math.abs(apres - avant))}`;
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
    `Cas enregistrés${periode} : ${nombre(cas.cas)} (dernière décision de chaque dossier), ${nombre(decisions.cas)} décisions en tout.`,
    '',
    ...volet(
      cas,
      `${nombre(cas.changes)} cas changent, dont ${nombre(cas.issueChangee)} d’issue. Toutes décisions confondues : ${nombre(decisions.changes)}, dont ${nombre(decisions.issueChangee)} d’issue.`,
    ),
    ...section(
      'Causes',
      causes
        .filter((cause) => cause.decisions > 0)
        .map((cause) => `  ${nombre(cause.cas).padStart(7)} cas  ${direCause(cause, libelles)}`),
    ),
    ...section(
      'Passages',
      cas.passages.map(
        (passage) =>
          `  ${nombre(passage.cas).padStart(7)} cas  ${direIssue(passage.avant, libelles)} → ${direIssue(passage.apres, libelles)}`,
      ),
    ),
    ...section(
      'Par Caf',
      cas.parCaf
        .filter(({ changes }) => changes > 0)
        .map(({ cle, cas: tous, changes }) => `  ${cle} : ${nombre(changes)} changent sur ${nombre(tous)}`),
    ),
    ...section(
      'Par type d’équipement',
      cas.parType.map(
        ({ cle, cas: tous, changes }) =>
          `  ${cle || 'sans équipement'} : ${nombre(changes)} changent sur ${nombre(tous)}`,
      ),
    ),
    ...(generes
      ? [
          '',
          `── ${generes.libelle} Graine « ${generes.graine} ».`,
          ...volet(
            generes.volet,
            `${nombre(generes.volet.changes)} des ${nombre(generes.volet.cas)} cas générés changent, dont ${nombre(generes.volet.issueChangee)} d’issue.`,
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
      ? [`${nombre(nouveauxManquants)} cas n’auraient plus tous les faits nécessaires.`]
      : []),
    ...(nouveauxRefus > 0 ? [`${nombre(nouveauxRefus)} cas seraient refusés par la nouvelle version.`] : []),
    ...section(
      'Issues (avant → après)',
      issues.map(
        (ligne) => `  ${ligne.libelle} : ${nombre(ligne.avant)} → ${nombre(ligne.apres)} (${ecart(ligne)})`,
      ),
    ),
    ...section('Montants (avant → après)', montants.map(montant)),
  ];
}

const montant = ({ libelle, avant, apres, ecart: difference, hausses, baisses }: LigneDeMontant): string =>
  `  ${libelle} : ${euros(avant)} → ${euros(apres)} (écart ${euros(difference)}) ; ${nombre(hausses)} en hausse, ${nombre(baisses)} en baisse`;

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
