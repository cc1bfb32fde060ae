import type { ComponentType } from 'react';
import { Atelier } from '#admin/ecrans/atelier/page.tsx';
import { PageDecision } from '#admin/ecrans/decision/page.tsx';
import { DroitsAUneDate } from '#admin/ecrans/droits/page.tsx';
import { QuiPeutQuoi } from '#admin/ecrans/qui-peut-quoi/page.tsx';
import { LettreDecision } from '#admin/ecrans/lettre/page.tsx';

/** What a screen of its own is given: its name, and the record it shows when it stands for a record's page. */
interface ProprietesDEcran {
  readonly nom: string;
  readonly recordId?: string;
}

/** Screens of their own by name; the others are those of the workshop, loaded with the first one opened. */
const ECRANS: Readonly<Record<string, ComponentType<ProprietesDEcran>>> = {
  decision: PageDecision,
  lettre: LettreDecision,
  droits: DroitsAUneDate,
  'qui-peut-quoi': QuiPeutQuoi,
};

/** The screen of a name. */
export const ecranDe = (nom: string): ComponentType<ProprietesDEcran> => ECRANS[nom] ?? Atelier;
