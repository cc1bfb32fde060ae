import { fermeture, type DeclarationFixture } from './fixture.ts';

/** A closure of four months. */
export const LONGUE = fermeture('2025-03-01', '2025-07-01');

/** What the Caf answers on it. */
export const REPONSE = {
  choix: 'PRORATISATION',
  instance: 'conseil-administration',
  seanceLe: '2026-02-20',
  motif: 'Séance du 20 février',
};

/** Decision recorded on a closure. */
export const decisionSur = async (fixture: DeclarationFixture, declaration: string, detail = 'fermeture:1') =>
  (
    await fixture.sql<{ id: string }>(
      'select id from decision where sujet_id = $1 and sujet_detail = $2 order by prise_le desc limit 1',
      [declaration, detail],
    )
  )[0]?.id ?? '';

/** State and estimate of a declaration. */
export const ligne = async (fixture: DeclarationFixture, id: string) =>
  (await fixture.sql('select etat, estimation, sous_reserve from declaration where id = $1', [id]))[0];
