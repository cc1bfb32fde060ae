import type { DonneesDe, ReponseDe } from '#admin/definition/ecran.ts';
import type { ecranBrouillon } from '#admin/ecrans/atelier/brouillon/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranBrouillon>('brouillon');

type Ecran = typeof ecranBrouillon;

export type PageBrouillon = DonneesDe<Ecran>;

/** What the checks say of a text, and what the forms show of it. */
export type Verification = ReponseDe<Ecran, 'verifier'>;
export type AnomalieMontree = Verification['anomalies'][number];
type Formulaires = NonNullable<Verification['formulaires']>;
/** A parameter as the form edits it: shared ones are edited in their own file. */
export type ParametreEditable = Formulaires['parametres'][number];
export type ScenarioVu = Formulaires['scenarios'][number];
/** A number the file computes: expected by the scenario, and given by the engine; null when there is none. */
export type CalculVu = ScenarioVu['calculs'][number];

/** What an edit by a form gives: the whole text, or why not. */
export type Retouche = ReponseDe<Ecran, 'retoucher'>;
/** What the engine decides of a case being typed. */
export type Proposition = ReponseDe<Ecran, 'proposer'>;
/** A case at a boundary of the rules, offered as a scenario. */
export type BorneListee = ReponseDe<Ecran, 'bornes'>[number];
