import type { Express } from 'express';
import type { Ressource } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import { droitDe } from '#src/http/route.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { rolesAdmis } from '#src/kernel/droits/droits.ts';
import { routesDe } from '#src/server/routes.ts';

/**
 * The application answers at an address that no route declares, or asks a right that nobody holds: it does
 * not start.
 */
export class RouteNonDeclaree extends Error {
  constructor(readonly fautes: readonly string[]) {
    super(
      `Adresses sans droit déclaré, ou dont personne n’a le droit : ${fautes.join(' ; ')}. Déclarez chaque adresse par get(…) ou post(…) de src/http/route.ts, avec la commande qu’elle exécute ou le droit qu’elle demande : l’application ne démarre pas sans.`,
    );
    this.name = 'RouteNonDeclaree';
  }
}

/**
 * Makes sure that every address of the application was mounted from a route, which guards it, and that every
 * right asked by a route, a resource, an act or a screen is held by some role.
 * @throws RouteNonDeclaree
 */
export function exigerRoutesDeclarees(
  application: Express,
  { ressources, ecrans }: { readonly ressources: readonly Ressource[]; readonly ecrans: readonly Ecran[] },
): void {
  const fautes = routesDe(application).flatMap(({ methode, chemin, route }) => {
    if (!route) return [`${methode} ${chemin}`];
    const droit = droitDe(route.acces);
    return droit && sansTitulaire(droit) ? [`${methode} ${chemin} (${droit.join('.')})`] : [];
  });
  for (const [ou, droit] of droitsDeGestion(ressources, ecrans))
    if (sansTitulaire(droit)) fautes.push(`${ou} (${droit.join('.')})`);
  if (fautes.length > 0) throw new RouteNonDeclaree(fautes);
}

const sansTitulaire = (droit: Droit): boolean => rolesAdmis(droit).length === 0;

/** What the back-office dispatches by itself, with the right of each. */
function* droitsDeGestion(
  ressources: readonly Ressource[],
  ecrans: readonly Ecran[],
): Generator<readonly [ou: string, droit: Droit]> {
  for (const { id, droit, actionsDeListe, actionsDeFiche } of ressources) {
    yield [`rubrique ${id}`, [droit, 'lire'] as Droit];
    for (const { nom, commande } of [...actionsDeListe, ...actionsDeFiche])
      yield [`action ${nom} de ${id}`, commande.droit];
  }
  for (const { nom, droit, commandes = {} } of ecrans) {
    yield [`écran ${nom}`, droit];
    for (const [action, commande] of Object.entries(commandes))
      yield [`commande ${action} de l’écran ${nom}`, commande.droit];
  }
}
