import type { ReactNode } from 'react';
import type { ComptesMontres, GroupeMontre, MontantMontre } from '#admin/ecrans/atelier/impact/client.ts';
import { formaterValeur } from '#admin/definition/affichage.ts';
import { session } from '#admin/ui/etat.ts';
import { nombreFr } from '#src/kernel/francais.ts';

const ecart = (n: number): string => (n === 0 ? '=' : n > 0 ? `+${nombreFr(n)}` : `−${nombreFr(-n)}`);

const euros = (decimal: string): string => formaterValeur('euro', decimal, session.fuseau);

const LARGEUR = 600;

const PAS = 54;

/** Two bars per outcome; the table that follows gives the same numbers. */
export function Barres({ comptes, titre }: { comptes: readonly ComptesMontres[]; titre: string }) {
  const plafond = Math.max(1, ...comptes.flatMap(({ avant, apres }) => [avant, apres]));
  const longueur = (n: number) => Math.round((n / plafond) * (LARGEUR - 90));
  return (
    <svg
      viewBox={`0 0 ${LARGEUR} ${comptes.length * PAS}`}
      className="barres"
      role="img"
      aria-label={`${titre} : ${comptes.map(({ libelle, avant, apres }) => `${libelle}, ${avant} puis ${apres}`).join(' ; ')}.`}
    >
      {comptes.map(({ libelle, avant, apres }, rang) => (
        <g key={libelle} transform={`translate(0 ${rang * PAS})`} fontSize="12" fill="var(--texte)">
          <text x="0" y="12">
            {libelle}
          </text>
          {(
            [
              ['avant', avant, 18, 'barre--avant'],
              ['après', apres, 33, 'barre--apres'],
            ] as const
          ).map(([quand, combien, y, classe]) => (
            <g key={quand}>
              <rect x="0" y={y} width={longueur(combien)} height="12" rx="2" className={classe} />
              <text x={longueur(combien) + 6} y={y + 10}>
                {nombreFr(combien)} {quand}
              </text>
            </g>
          ))}
        </g>
      ))}
    </svg>
  );
}

/** Outcomes before and after. */
export function Comptes({ titre, comptes }: { titre: string; comptes: readonly ComptesMontres[] }) {
  return (
    <Cadre titre={`${titre} : avant et après`} colonnes={[titre, '#Avant', '#Après', '#Écart']}>
      {comptes.map(({ libelle, avant, apres }) => (
        <tr key={libelle}>
          <th scope="row" data-libelle={titre}>
            {libelle}
          </th>
          <td data-libelle="Avant" className="nombre">
            {nombreFr(avant)}
          </td>
          <td data-libelle="Après" className="nombre">
            {nombreFr(apres)}
          </td>
          <td data-libelle="Écart" className="nombre">
            {ecart(apres - avant)}
          </td>
        </tr>
      ))}
    </Cadre>
  );
}

/** Amounts before and after. */
export function Montants({ montants }: { montants: readonly MontantMontre[] }) {
  return (
    <Cadre
      titre="Montants : avant et après"
      colonnes={['Montant', '#Avant', '#Après', '#Écart', '#En hausse', '#En baisse']}
    >
      {montants.map(({ libelle, avant, apres, ecart: difference, hausses, baisses }) => (
        <tr key={libelle}>
          <th scope="row" data-libelle="Montant">
            {libelle}
          </th>
          <td data-libelle="Avant" className="nombre">
            {euros(avant)}
          </td>
          <td data-libelle="Après" className="nombre">
            {euros(apres)}
          </td>
          <td data-libelle="Écart" className="nombre">
            {euros(difference)}
          </td>
          <td data-libelle="En hausse" className="nombre">
            {nombreFr(hausses)}
          </td>
          <td data-libelle="En baisse" className="nombre">
            {nombreFr(baisses)}
          </td>
        </tr>
      ))}
    </Cadre>
  );
}

/** The same, group by group. */
export function Groupes({ titre, groupes }: { titre: string; groupes: readonly GroupeMontre[] }) {
  if (groupes.length === 0) return null;
  return (
    <Table
      titre={titre}
      colonnes={['Groupe', '#Cas', '#Changent', 'Issues : avant → après', 'Montants : écart']}
    >
      {groupes.map(({ libelle, cas, changes, issues, montants }) => (
        <tr key={libelle}>
          <th scope="row" data-libelle="Groupe">
            {libelle}
          </th>
          <td data-libelle="Cas" className="nombre">
            {nombreFr(cas)}
          </td>
          <td data-libelle="Changent" className="nombre">
            {nombreFr(changes)}
          </td>
          <td data-libelle="Issues">
            {issues
              .map((issue) => `${issue.libelle} : ${nombreFr(issue.avant)} → ${nombreFr(issue.apres)}`)
              .join(' ; ') || '—'}
          </td>
          <td data-libelle="Montants">
            {montants.map((montant) => `${montant.libelle} : ${euros(montant.ecart)}`).join(' ; ') || '—'}
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** A table whose cells are numbers. */
export function Table({
  titre,
  colonnes,
  children,
}: {
  titre: string;
  colonnes: readonly string[];
  children: ReactNode;
}) {
  return (
    <section className="carte" aria-label={titre}>
      <h2>{titre}</h2>
      <Cadre titre={titre} colonnes={colonnes}>
        {children}
      </Cadre>
    </section>
  );
}

/** @param colonnes headings; `#` before those of numbers */
export function Cadre({
  titre,
  colonnes,
  children,
}: {
  titre: string;
  colonnes: readonly string[];
  children: ReactNode;
}) {
  return (
    <div className="table-cadre" role="region" aria-label={`Tableau : ${titre}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {colonnes.map((colonne) => (
              <th key={colonne} scope="col" className={colonne.startsWith('#') ? 'nombre' : undefined}>
                {colonne.replace('#', '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
