import { Link } from 'react-router-dom';
import { formaterEnListe, formaterValeur } from '#admin/definition/affichage.ts';
import type { Cellule, Ton } from '#admin/definition/types/champ.ts';
import { session } from '#admin/ui/etat.ts';

export function Pastille({ ton, children }: { ton: Ton; children: string }) {
  return <span className={`pastille pastille--${ton}`}>{children}</span>;
}

/** A value as a reader expects it: French date and number, coloured state, link to a record. */
export function Valeur({ cellule, enListe = false }: { cellule: Cellule; enListe?: boolean }) {
  const { genre, valeur, libelle, ton, href } = cellule;
  const vide = valeur === null || valeur === undefined || valeur === '';
  const texte = libelle ?? (enListe ? formaterEnListe : formaterValeur)(genre, valeur, session.fuseau);
  if (vide && !libelle) return <span className="absent">{texte}</span>;
  if (href?.startsWith('http'))
    return (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {texte}
        <span className="lecteur"> (nouvelle fenêtre)</span>
      </a>
    );
  if (href) return <Link to={href}>{texte}</Link>;
  if (genre === 'courriel') return <a href={`mailto:${String(valeur)}`}>{texte}</a>;
  if (genre === 'texte-long') return <span className="paragraphe">{texte}</span>;
  return ton ? <Pastille ton={ton}>{texte}</Pastille> : <>{texte}</>;
}

/** Numbers line up on the right. */
export const NUMERIQUES: ReadonlySet<string> = new Set([
  'entier',
  'decimal',
  'etp',
  'euro',
  'heure',
  'place',
  'acte',
]);
