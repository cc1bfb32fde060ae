import type { DecorDeDeclaration } from './decor.ts';

/** A declaration as the base holds it. */
export const ligne = async (decor: DecorDeDeclaration, id: string) =>
  (
    await decor.sql<{
      etat: string;
      donnees_activite: { valeurs: Record<string, never>; illisibles: Record<string, string> };
      donnees_finances: unknown;
      version_activite: number;
    }>('select * from declaration where id = $1', [id])
  )[0];
