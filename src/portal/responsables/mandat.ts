import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { estTermine } from '#src/domain/delegation/mandat/lectures.ts';
import type { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import type { Acte } from '#src/portal/composants/index.ts';
import { nomDeListe } from '#src/portal/habilitations/dire.ts';

export const CHEMIN_RESPONSABLES = '/partenaire/responsables';
/** Where every page of the responsables stands. */
export const FIL_RESPONSABLES = [
  { libelle: 'Gestion des habilitations' },
  { libelle: 'Responsables habilitations', href: CHEMIN_RESPONSABLES },
];

/** A mandate as pages show it. */
export type LigneMandat = Readonly<{
  id: string;
  version: number;
  titulaire: string;
  donnePar: string;
  roles: readonly string[];
  activites: string;
  pouvoirs: readonly string[];
  du: string;
  au: string | null;
  etat: 'en-vigueur' | 'a-venir' | 'termine';
  /** « Retirer »; null once it is over. */
  acte: Acte | null;
}>;

/** A mandate in words, with what may be done with it. */
export async function ligneDe(
  unite: UniteDeLecture,
  mandat: Mandat,
  noms: ReadonlyMap<string, string>,
): Promise<LigneMandat> {
  const jour = unite.aujourdhui.toString();
  const pouvoirs = [
    mandat.peutCreerUtilisateurs && 'gère les utilisateurs',
    mandat.peutDeleguer && 'nomme d’autres responsables',
  ].filter((pouvoir): pouvoir is string => typeof pouvoir === 'string');
  const termine = estTermine(mandat, jour);
  return {
    id: mandat.id,
    version: mandat.version,
    titulaire: nomDeListe(mandat.titulaire),
    donnePar: nomDeListe(mandat.donnePar),
    roles: mandat.roles.map((role) => rolesDuJour(unite).libelle(role)),
    activites: mandat.equipements.map((id) => noms.get(id) ?? 'activité retirée').join(', '),
    pouvoirs,
    du: mandat.du,
    au: mandat.au ?? null,
    etat: termine ? 'termine' : mandat.du > jour ? 'a-venir' : 'en-vigueur',
    acte: termine
      ? null
      : {
          nom: 'retirer',
          libelle: 'Retirer',
          href: `${CHEMIN_RESPONSABLES}/${mandat.id}/terminer`,
          pourquoi: await pourquoi(unite, terminerMandat, mandat, {
            etat: mandat.du > jour ? 'À venir' : 'En vigueur',
          }),
        },
  };
}
