import { Router, type Request } from 'express';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { consequencesDe } from '#src/domain/suivi/effets/annoncer.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';
import { LIBELLES_ROLES, ORDRE_ROLES } from '#src/kernel/roles.ts';
import { nommerResponsable, terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { estTermine, lireMandat, listerMandats } from '#src/domain/delegation/mandat/lectures.ts';
import type { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { utilisateursOuverts } from '#src/domain/delegation/utilisateur/lectures.ts';
import { faireCommeAnnonce } from '#src/portal/annonce.ts';
import type { Acte, Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { estUnRole, nomDeListe } from '#src/portal/habilitations/dire.ts';
import { direQuiAChange } from '#src/portal/perime.ts';
import {
  CHEMIN_RESPONSABLES,
  PageFinMandat,
  PageNommerResponsable,
  PageResponsables,
  type LigneMandat,
} from '#src/portal/mandats/pages.tsx';

/** « Responsables habilitations »: mandates given and taken back. */
export function routesResponsables(dependances: DependancesPortail): Router {
  const { executeur } = dependances;
  const router = Router();

  router.get('/', async (req, res) => {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, vueDesResponsables);
    envoyerPage(res, <PageResponsables contexte={contextePage(req, dependances)} {...vue} />);
  });

  router.get('/nommer', async (req, res) => envoyerPage(res, await pageNommer(req, null)));
  router.post('/nommer', async (req, res) => {
    try {
      await executeur.executer(acteurDe(req), nommerResponsable, req.body, req.requeteId);
      req.annoncer({ ton: 'succes', texte: 'Le responsable habilitations a été nommé.' });
      res.redirect(303, CHEMIN_RESPONSABLES);
    } catch (erreur) {
      await reafficher(req, res, erreur, (saisie) => pageNommer(req, saisie));
    }
  });

  async function pageNommer(req: Request, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    exiger(acteur, 'Mandat', 'donner');
    const vue = await executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const utilisateurs = (await utilisateursOuverts(unite, jour)).filter(
        ({ id, administrateur }) => id !== acteur.utilisateurId && !administrateur,
      );
      return {
        jour,
        utilisateurs,
        equipements: await unite.em.find(Equipement, {}, { orderBy: { nom: 'asc' } }),
      };
    });
    const confies = delegables(acteur);
    return (
      <PageNommerResponsable
        contexte={contextePage(req, dependances)}
        saisie={
          saisie ?? { valeurs: { du: vue.jour, titulaire: texteDeRequete(req, 'utilisateur') }, erreurs: [] }
        }
        utilisateurs={vue.utilisateurs.map((utilisateur) => ({
          valeur: utilisateur.id,
          libelle: nomDeListe(utilisateur),
        }))}
        roles={ORDRE_ROLES.filter((role) => confies?.roles.has(role) ?? true).map((role) => ({
          valeur: role,
          libelle: LIBELLES_ROLES[role],
        }))}
        activites={vue.equipements
          .filter(({ id }) => confies?.equipements.has(id) ?? true)
          .map(({ id, nom }) => ({ valeur: id, libelle: nom }))}
        limites={
          confies
            ? 'Vous ne pouvez confier que ce qui vous a été confié : seuls vos rôles et vos activités sont proposés.'
            : undefined
        }
      />
    );
  }

  router.get('/:id/terminer', async (req, res) => envoyerPage(res, await pageFin(req, req.params.id, null)));
  router.post('/:id/terminer', async (req, res) => {
    try {
      await faireCommeAnnonce(dependances, req, terminerMandat, { ...champsDe(req.body), id: req.params.id });
      req.annoncer({ ton: 'succes', texte: 'Le mandat a été retiré.' });
      res.redirect(303, CHEMIN_RESPONSABLES);
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Mandat', id: req.params.id }),
        (saisie) => pageFin(req, req.params.id, saisie),
      );
    }
  });

  async function pageFin(req: Request, id: string, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    exiger(acteur, 'Mandat', 'terminer');
    const vue = await executeur.lire(acteur, async (unite) => {
      const mandat = await lireMandat(unite, id);
      const noms = new Map(
        (await unite.em.find(Equipement, {})).map((equipement) => [equipement.id, equipement.nom]),
      );
      return { mandat: await ligneDe(unite, mandat, noms) };
    });
    const montree = saisie ?? { valeurs: {}, erreurs: [] };
    const consequences = await consequencesDe(executeur, acteur, terminerMandat, {
      ...montree.valeurs,
      id,
      version: vue.mandat.version,
    });
    return (
      <PageFinMandat
        contexte={contextePage(req, dependances)}
        saisie={montree}
        consequences={consequences}
        {...vue}
      />
    );
  }
  return router;
}

/** All « Responsables habilitations » shows. */
export async function vueDesResponsables(
  unite: UniteDeLecture,
): Promise<{ lignes: LigneMandat[]; nommer: Acte }> {
  const noms = new Map((await unite.em.find(Equipement, {})).map(({ id, nom }) => [id, nom]));
  const lignes: LigneMandat[] = [];
  for (const mandat of await listerMandats(unite)) lignes.push(await ligneDe(unite, mandat, noms));
  const nommer = {
    nom: 'nommer',
    libelle: 'Nommer un responsable',
    href: `${CHEMIN_RESPONSABLES}/nommer`,
    pourquoi: await pourquoi(unite, nommerResponsable, { titulaire: null }),
  };
  return { lignes, nommer };
}

/** What a responsable may pass on; undefined for the administrateur, who may pass on everything. */
function delegables(acteur: ActeurPartenaire): { roles: Set<string>; equipements: Set<string> } | undefined {
  if (acteur.administrateur) return undefined;
  const mandats = acteur.mandats.filter((mandat) => mandat.peutDeleguer);
  return {
    roles: new Set(mandats.flatMap(({ roles }) => roles)),
    equipements: new Set(mandats.flatMap(({ equipements }) => equipements)),
  };
}

async function ligneDe(
  unite: UniteDeLecture,
  mandat: Mandat,
  noms: ReadonlyMap<string, string>,
): Promise<LigneMandat> {
  const jour = unite.aujourdhui.toString();
  const pouvoirs = [
    mandat.peutCreerUtilisateurs && 'gère les utilisateurs',
    mandat.peutDeleguer && "nomme d'autres responsables",
  ].filter((pouvoir): pouvoir is string => typeof pouvoir === 'string');
  const termine = estTermine(mandat, jour);
  return {
    id: mandat.id,
    version: mandat.version,
    titulaire: nomDeListe(mandat.titulaire),
    donnePar: nomDeListe(mandat.donnePar),
    roles: mandat.roles.map((role) => (estUnRole(role) ? LIBELLES_ROLES[role] : role)),
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
