import type { Snapshot } from '#src/domain/suivi/effets/snapshot.ts';
import type { Effet } from './effet.ts';
import { cite, perdus, nommes } from './effet.ts';
import { rolesSansTitulaire, rolesPerdus, rolesGagnes } from './roles.ts';
import { campagneFermee, declarationsArretees, declarationsDeplacees } from './declarations.ts';
import { actesFermes, sansAdministrateur, formulairesDecides, agentsPerdus } from './organisme.ts';

/** What the act would send. */
interface CourrielAnnonce {
  readonly destinataire: string;
  readonly objet: string;
}

/** What comes after an act: snapshots on both sides of it, and the mails it sends. */
export interface AvantApres {
  readonly avant: Snapshot;
  readonly apres: Snapshot;
  readonly courriels: readonly CourrielAnnonce[];
}

/** Every consequence of an act, in French: the grave ones first. */
export function effetsDe({ avant, apres, courriels }: AvantApres): Effet[] {
  const trouves = [
    ...rolesSansTitulaire(avant, apres),
    ...campagneFermee(avant, apres),
    ...actesFermes(avant, apres),
    ...declarationsArretees(avant, apres),
    ...rolesPerdus(avant, apres),
    ...rolesGagnes(avant, apres),
    ...nommes('mandats', perdus(avant.mandats, apres.mandats), [
      'mandat de responsable habilitations prend fin',
      'mandats de responsable habilitations prennent fin',
    ]),
    ...nommes('acces', perdus(avant.acces, apres.acces), [
      'accès à Mon Compte Partenaire se ferme',
      'accès à Mon Compte Partenaire se ferment',
    ]),
    ...sansAdministrateur(avant, apres),
    ...nommes('bulletins', perdus(avant.bulletins, apres.bulletins), [
      'bulletin d’adhésion cesse d’ouvrir son service',
      'bulletins d’adhésion cessent d’ouvrir leur service',
    ]),
    ...nommes('contrats', perdus(avant.contrats, apres.contrats), [
      'contrat de service cesse d’être actif',
      'contrats de service cessent d’être actifs',
    ]),
    ...formulairesDecides(avant, apres),
    ...declarationsDeplacees(avant, apres),
    ...agentsPerdus(avant, apres),
    ...nommes(
      'courriels',
      courriels.map(({ destinataire, objet }, rang) => ({
        cle: String(rang),
        nom: `${destinataire} : ${cite(objet)}`,
      })),
      ['courriel part', 'courriels partent'],
    ),
  ];
  return [...trouves.filter(({ grave }) => grave), ...trouves.filter(({ grave }) => !grave)];
}
