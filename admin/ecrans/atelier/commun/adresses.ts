import { racine } from '#admin/ui/etat.ts';
import type { Etape } from '#admin/ui/page.tsx';

/** Address of a page of the workshop. */
export function adresseDe(nom: string, parametres: Readonly<Record<string, string>> = {}): string {
  const requete = new URLSearchParams(parametres).toString();
  return `${racine}/pages/${nom}${requete ? `?${requete}` : ''}`;
}

/** Breadcrumb of the workshop. */
export const filDe = (...etapes: readonly Etape[]): Etape[] => [
  { libelle: 'Fichiers de règles', href: adresseDe('regles') },
  ...etapes,
];
