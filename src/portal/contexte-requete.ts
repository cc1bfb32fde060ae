import type { Request, Response } from 'express';
import type { ReactElement } from 'react';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { ActionInterdite, Refus } from '#src/kernel/refus.ts';
import type { ConventionDuProfil } from '#src/domain/acces/compte/profils.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { aDesInvisibles, nettoyerNom } from '#src/engine/saisie/index.ts';
import type { ContextePage, EntreeMenu, Assets } from '#src/portal/composants/contexte.tsx';
import type { ErreurSaisie, Saisie } from '#src/portal/composants/formulaire.tsx';
import { rendrePage } from '#src/portal/rendu.ts';

/** What the portal's pages are made with. */
export interface DependancesPortail {
  readonly executeur: Executeur;
  readonly ressources: Assets;
  /** Address of the declaration pages' script. */
  readonly scriptDeclaration?: string;
  /** The ribbon « Démonstration ». */
  readonly demonstration: boolean;
}

/** The user of a partner behind a request; the server's guard lets nobody else in. @throws ActionInterdite */
export function acteurDe(req: Request): ActeurPartenaire {
  if (req.acteur?.type !== 'partenaire')
    throw new ActionInterdite('Cet espace est réservé aux utilisateurs des organismes partenaires.');
  return req.acteur;
}

/** « Groupe d'habilitation » which lets somebody without delegation look at the habilitations. */
const GROUPE_HABILITER = 'AFAS-HABILITER';

/** The navigation an actor sees: what his rights open, nothing greyed. */
export function menusDe(acteur: ActeurPartenaire): readonly EntreeMenu[] {
  const gestion = peut(acteur, 'Habilitation', 'affecter');
  const profils = [{ libelle: 'Habilitations d’action sociale', href: '/partenaire/habilitations' }];
  return [
    ...(gestion
      ? [
          {
            libelle: 'Gestion des habilitations',
            entrees: [
              { libelle: 'Mes utilisateurs', href: '/partenaire/utilisateurs' },
              { libelle: 'Responsables habilitations', href: '/partenaire/responsables' },
              { libelle: 'Droits à une date', href: '/partenaire/droits' },
            ],
          },
        ]
      : []),
    ...(gestion || acteur.groupes.includes(GROUPE_HABILITER)
      ? [
          {
            libelle: 'Administration des profils',
            entrees: gestion
              ? [
                  ...profils,
                  {
                    libelle: 'Affecter un rôle à un utilisateur habilité',
                    href: '/partenaire/habilitations/habiliter',
                  },
                ]
              : profils,
          },
        ]
      : []),
    ...(peut(acteur, 'Declaration', 'lire')
      ? [{ libelle: 'Déclarations', href: '/partenaire/declarations' }]
      : []),
    { libelle: 'Ma convention', href: '/partenaire/convention' },
    { libelle: 'Documents et liens utiles', href: '/partenaire/documents' },
  ];
}

/** Said beside the number of a convention that has ended. */
const FINIES: Readonly<Partial<Record<ConventionDuProfil['etat'], string>>> = {
  echue: 'échue',
  resiliee: 'résiliée',
};

/**
 * What a page says of the request that asked for it. Reads the queued messages: call it once, when rendering.
 */
export function contextePage(
  req: Request,
  { ressources, demonstration }: Pick<DependancesPortail, 'ressources' | 'demonstration'>,
): ContextePage {
  const acteur = acteurDe(req);
  const { identite } = req;
  return {
    ressources,
    demonstration,
    chemin: req.originalUrl,
    personne: { nom: acteur.nom, prenom: acteur.prenom },
    convention: identite?.partenaire
      ? {
          numero: identite.convention?.numero ?? 'aucune',
          organisme: identite.partenaire.nom,
          fin: identite.convention && FINIES[identite.convention.etat],
          changer: identite.autresProfils ? '/profils' : undefined,
        }
      : undefined,
    menus: menusDe(acteur),
    messages: req.messagesALire(),
    saisies: req.saisiesALire?.(),
  };
}

export function envoyerPage(res: Response, page: ReactElement, statut = 200): void {
  res.status(statut).type('html').send(rendrePage(page));
}

/**
 * Shows a form again after a refusal, with what was typed and what is wrong. A refusal about the page itself
 * (no right, no such record, database away) is not the form's: it goes on to the error page.
 */
export async function reafficher(
  req: Request,
  res: Response,
  erreur: unknown,
  page: (saisie: Saisie, refus: Refus) => ReactElement | Promise<ReactElement>,
): Promise<void> {
  if (!(erreur instanceof Refus) || ![400, 409, 422, 429].includes(erreur.statut)) throw erreur;
  envoyerPage(
    res,
    await page({ valeurs: champsDe(req.body), erreurs: erreursDe(erreur) }, erreur),
    erreur.statut,
  );
}

function erreursDe(refus: Refus): readonly ErreurSaisie[] {
  const champs = Object.entries(refus.champs);
  return champs.length > 0
    ? champs.map(([champ, message]) => ({ champ, message }))
    : [{ champ: '', message: refus.message }];
}

/** The texts of a form's body or of a query: anything else is left out. */
export function champsDe(brut: unknown): Readonly<Record<string, string | readonly string[]>> {
  if (typeof brut !== 'object' || brut === null) return {};
  return Object.fromEntries(
    Object.entries(brut).flatMap(([champ, valeur]): [string, string | readonly string[]][] => {
      if (typeof valeur === 'string') return [[champ, valeur]];
      return Array.isArray(valeur) && valeur.every((une): une is string => typeof une === 'string')
        ? [[champ, valeur]]
        : [];
    }),
  );
}

/**
 * Said after what was saved when what was typed or pasted held marks nobody sees: the page shows what
 * remains.
 */
export function avisDeNettoyage(req: Request): string {
  const retires = Object.values(champsDe(req.body)).flat().some(aDesInvisibles);
  return retires ? ' Des caractères invisibles ont été retirés de votre saisie.' : '';
}

/** One text of a query, '' when it is absent or repeated. */
export function texteDeRequete(req: Request, champ: string): string {
  const valeur: unknown = req.query[champ];
  return typeof valeur === 'string' ? nettoyerNom(valeur) : '';
}

/** A page number of a query: 1 when it is absent or makes no sense. */
export function pageDemandee(req: Request): number {
  const numero = Number(texteDeRequete(req, 'page'));
  return Number.isSafeInteger(numero) && numero >= 1 && numero <= 100_000 ? numero : 1;
}

/** A path with the parameters that are not empty. */
export function adresseAvec(
  chemin: string,
  parametres: Readonly<Record<string, string | number | undefined>>,
): string {
  const requete = new URLSearchParams(
    Object.entries(parametres).flatMap(([cle, valeur]) =>
      valeur === undefined || valeur === '' ? [] : [[cle, String(valeur)]],
    ),
  );
  const texte = requete.toString();
  return texte ? `${chemin}?${texte}` : chemin;
}
