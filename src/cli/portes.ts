import type { Express } from 'express';
import type { Ressource, Source } from '#admin/definition/definition.ts';
import type { Ecran } from '#admin/definition/ecran.ts';
import {
  PORTES_AUTRES_DE_GESTION,
  PORTES_DES_ECRANS,
  PORTES_DU_SERVEUR,
  PORTES_GESTION,
  PORTES_PARTENAIRE,
} from '#src/domain/acces/portes.ts';
import { routesDe } from '#src/server/routes.ts';

/**
 * The application answers at an address, or offers an action, that the tables of doors do not name: it does
 * not start.
 */
export class PorteNonDeclaree extends Error {
  constructor(readonly portes: readonly string[]) {
    super(
      `Portes absentes de la table des droits, ou déclarées avec un autre droit : ${portes.join(' ; ')}. Ajoutez à chacune sa ligne dans src/domain/acces/portes.ts, avec le droit qu’elle demande : l’application ne démarre pas sans.`,
    );
    this.name = 'PorteNonDeclaree';
  }
}

type Gestion = {
  readonly ressources: readonly Ressource[];
  readonly ecrans: readonly Ecran[];
  readonly sources: readonly Source[];
};

/**
 * Makes sure every address of the application, every action of the back-office and every command and question
 * of its screens has a
 * line in the tables of doors, with the right it really asks: what nobody decided upon is served to nobody.
 * @throws PorteNonDeclaree
 */
export function exigerPortesDeclarees(application: Express, gestion: Gestion): void {
  const manquantes = [...routesHorsTable(application), ...gestionHorsTable(gestion)];
  if (manquantes.length > 0) throw new PorteNonDeclaree(manquantes);
}

/** An address of a table, its parameters standing for any one part of a path. */
const motif = (chemin: string): RegExp =>
  new RegExp(`^${chemin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);

function routesHorsTable(application: Express): string[] {
  const racine = (prefixe: string, portes: object): string[] =>
    Object.keys(portes).map((cle) => cle.replace(' /', ` ${prefixe}/`).replace(/(?<=.)\/$/, ''));
  const connues = [
    ...Object.keys(PORTES_DU_SERVEUR),
    ...racine('/partenaire', PORTES_PARTENAIRE),
    ...racine('/gestion', PORTES_AUTRES_DE_GESTION),
  ];
  // A route may stand for several lines of the table (`:volet`: the two parts of a declaration), or a line
  // for several routes.
  return routesDe(application)
    .map(({ methode, chemin }) => `${methode} ${chemin}`)
    .filter((route) => !connues.some((connue) => motif(connue).test(route) || motif(route).test(connue)));
}

function gestionHorsTable({ ressources, ecrans, sources }: Gestion): string[] {
  const manquantes: string[] = [];
  const exiger = (
    ou: string,
    reel: readonly string[],
    declare: readonly string[] | string | undefined,
  ): void => {
    if (declare === undefined || String(reel) !== String(declare)) manquantes.push(ou);
  };
  for (const { id, droit, actionsDeListe, actionsDeFiche } of ressources) {
    const portes = PORTES_GESTION[id];
    exiger(`rubrique ${id}`, [droit, 'lire'], portes?.lire);
    for (const { nom, commande } of actionsDeListe)
      exiger(`action ${nom} de la liste ${id}`, commande.droit, portes?.liste?.[nom]);
    for (const { nom, commande } of actionsDeFiche)
      exiger(`action ${nom} d’une fiche ${id}`, commande.droit, portes?.fiche?.[nom]);
  }
  for (const { nom, droit, commandes = {}, questions = {} } of ecrans) {
    const portes = PORTES_DES_ECRANS[nom];
    exiger(`écran ${nom}`, droit, portes?.lire);
    for (const [action, commande] of Object.entries(commandes))
      exiger(`commande ${action} de l’écran ${nom}`, commande.droit, portes?.commandes?.[action]);
    // A question asks its right itself.
    for (const action of Object.keys(questions))
      if (!portes?.questions?.[action]) manquantes.push(`question ${action} de l’écran ${nom}`);
  }
  for (const { nom } of sources) exiger(`propositions ${nom}`, ['internes'], PORTES_DES_ECRANS[nom]?.lire);
  return manquantes;
}
