import type { DeclarationFixture } from './fixture.ts';

/** A declaration as the base holds it. */
export const ligne = async (fixture: DeclarationFixture, id: string) =>
  (
    await fixture.sql<{
      etat: string;
      donnees_activite: { valeurs: Record<string, never>; illisibles: Record<string, string> };
      donnees_finances: unknown;
      version_activite: number;
    }>('select * from declaration where id = $1', [id])
  )[0];
