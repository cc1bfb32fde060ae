import { racine } from '#admin/ui/etat.ts';
import type { Breadcrumb } from '#admin/ui/page.tsx';

/** Address of a page of the workshop. */
export function adresseDe(nom: string, parametres: Readonly<Record<string, string>> = {}): string {
  const requete = new URLSearchParams(parametres).toString();
  return `${racine}/pages/${nom}${requete ? `?${requete}` : ''}`;
}

/** Breadcrumb of the workshop. */
export const filDe = (...etapes: readonly Breadcrumb[]): Breadcrumb[] => [
  { libelle: 'Fichiers de règles', href: adresseDe('regles') },
  ...etapes,
];
