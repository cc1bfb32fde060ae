import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { perennitesDuJour } from '#src/domain/formulaire/perennite.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import { dateFr, dernierJour } from '#src/kernel/francais.ts';

/** « Déclaration réelle 2025 – RAM Les Lutins ». */
export const titreDe = (
  { perennite, exercice, equipement }: Declaration,
  unite: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>,
): string =>
  `Déclaration ${perennitesDuJour(unite).libelle(perennite).toLowerCase()} ${exercice} – ${equipement.nom}`;

/** What tells two conventionnements of one equipment apart. */
export const nomDuConventionnement = ({
  numeroMaia,
  du,
  au,
}: {
  readonly numeroMaia: string | null;
  readonly du: string;
  readonly au: string;
}): string =>
  `Conventionnement ${numeroMaia === null ? '' : `${numeroMaia}, `}du ${dateFr(du)} au ${dernierJour(au)}`;

/** « 18 060,00 € », or why there is none. */
export const montantOuRien = (montant: string | null): string =>
  montant === null ? 'non calculée' : ecrireNombre('euro', montant);
