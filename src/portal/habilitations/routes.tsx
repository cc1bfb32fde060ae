import { Router, type Request } from 'express';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { consequencesDe } from '#src/domain/suivi/effets/annoncer.ts';
import { affecterRole, type HabilitationCreee } from '#src/domain/delegation/habilitation/affecter.ts';
import { conseilsDeRole } from '#src/domain/delegation/habilitation/conseils.ts';
import { ETATS_AFFICHES } from '#src/domain/delegation/habilitation/etats.ts';
import type { RoleAfas } from '#src/kernel/roles.ts';
import { AU_ROLE } from '#src/kernel/roles.ts';
import {
  activitesChoisies,
  lieuxDe,
  lireHabilitation,
  rechercherHabilitations,
} from '#src/domain/delegation/habilitation/lectures.ts';
import { placesDe } from '#src/domain/delegation/habilitation/places.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { faireCommeAnnonce, montrerApercu } from '#src/portal/annonce.ts';
import { texteDe, type Option, type Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  adresseAvec,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  texteDeRequete,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { PageHabiliter } from '#src/portal/habilitations/habiliter.tsx';
import {
  CHEMIN_HABILITATIONS,
  PageHabilitations,
  type FiltresHabilitations,
  type GroupeDActivite,
  type OptionsHabilitations,
} from '#src/portal/habilitations/liste.tsx';
import { PageFinHabilitation } from '#src/portal/habilitations/terminer.tsx';
import {
  acteDAffectation,
  dansLeMandat,
  groupeDActivite,
  optionsHabilitations,
  parmi,
  peutAgir,
  placesDites,
} from '#src/portal/habilitations/vues.ts';
import { direQuiAChange } from '#src/portal/perime.ts';
import { estUnRole, nomDeListe, porteeDe, roleDe } from '#src/portal/habilitations/dire.ts';

/** « Habilitations d'action sociale » and « Habiliter un utilisateur ». */
export function routesHabilitations(dependances: DependancesPortail): Router {
  const { executeur } = dependances;
  const router = Router();

  router.get('/', async (req, res) => {
    const acteur = acteurDe(req);
    const vue = await executeur.lire(acteur, async (unite) => {
      const options = await optionsHabilitations(unite, acteur, unite.aujourdhui.toString(), false);
      const filtres = filtresDe(req, options);
      const groupes = await rechercherHabilitations(unite, {
        ...filtres,
        role: estUnRole(filtres.role) ? filtres.role : '',
        lieux: filtres.lieux === 'oui',
      });
      const equipements = [...new Map(groupes.map(({ equipement }) => [equipement.id, equipement])).values()];
      const places =
        filtres.etat === 'historique' ? [] : await placesDe(unite, equipements, unite.aujourdhui.toString());
      const montres: GroupeDActivite[] = [];
      for (const groupe of groupes) montres.push(await groupeDActivite(unite, groupe, filtres.etat, places));
      return { filtres, options, groupes: montres, affectation: await acteDAffectation(unite) };
    });
    envoyerPage(res, <PageHabilitations contexte={contextePage(req, dependances)} {...vue} />);
  });

  router.get('/habiliter', async (req, res) =>
    envoyerPage(
      res,
      await pageHabiliter(
        req,
        { valeurs: champsDe(req.query), erreurs: [] },
        texteDeRequete(req, 'afficher') === 'oui' || texteDeRequete(req, 'activite') !== '',
      ),
    ),
  );
  router.post('/habiliter', async (req, res) => {
    const acteur = acteurDe(req);
    try {
      const saisie = await avecToutes(req);
      const creees = await executeur.executer(acteur, affecterRole, sansRecherche(saisie), req.requeteId);
      annoncer(req, creees, saisie['role'] as RoleAfas);
      res.redirect(
        303,
        adresseAvec(CHEMIN_HABILITATIONS, {
          etat: await etatApres(req, saisie['du']),
          lieux: saisie['portee'] === 'lieu' ? 'oui' : 'non',
        }),
      );
    } catch (erreur) {
      await reafficher(req, res, erreur, (saisie) => pageHabiliter(req, saisie, true));
    }
  });

  /** The fields of the page that look for activities, and say nothing of the role given. */
  function sansRecherche({
    partenaire: _p,
    activite: _a,
    type: _t,
    nature: _n,
    recherche: _r,
    afficher: _f,
    toutes: _s,
    ...saisie
  }: Record<string, unknown>): Record<string, unknown> {
    return saisie;
  }

  /** Without JavaScript, « Sélectionner toutes les activités » means all those the filters show. */
  async function avecToutes(req: Request): Promise<Record<string, unknown>> {
    const saisie: Record<string, unknown> = { ...champsDe(req.body) };
    if (saisie['toutes'] !== 'oui') return saisie;
    const lues: Saisie = { valeurs: champsDe(req.body), erreurs: [] };
    const acteur = acteurDe(req);
    const choix = await executeur.lire(acteur, (unite) => choixDeSelection(unite, acteur, lues));
    saisie[saisie['portee'] === 'lieu' ? 'lieux' : 'equipements'] = choix.map(({ valeur }) => valeur);
    return saisie;
  }

  /** The state in which what was just created shows. */
  async function etatApres(req: Request, du: unknown): Promise<string> {
    const jour = await executeur.lire(acteurDe(req), async (unite) => unite.aujourdhui.toString());
    return typeof du === 'string' && du > jour ? 'inactif' : 'actif';
  }

  async function pageHabiliter(req: Request, saisie: Saisie, afficher: boolean) {
    const acteur = acteurDe(req);
    exiger(acteur, 'Habilitation', 'affecter');
    const vue = await executeur.lire(acteur, async (unite) => {
      const jour = unite.aujourdhui.toString();
      const options = dansLeMandat(acteur, await optionsHabilitations(unite, acteur, jour, true));
      return {
        jour,
        options,
        conseils: await conseilsDeRole(
          unite,
          options.types.map(({ valeur }) => valeur),
          options.roles.map(({ valeur }) => valeur).filter(estUnRole),
        ),
        selection: afficher ? await choixDeSelection(unite, acteur, saisie) : null,
        places: await placesDites(unite, (nom) => texteDe(saisie, nom), options, jour),
      };
    });
    const saisieAffichee: Saisie = {
      ...saisie,
      valeurs: {
        portee: 'activite',
        partenaire: acteur.partenaireId,
        du: vue.jour,
        ...preselection(saisie, vue.selection),
        ...saisie.valeurs,
      },
    };
    return (
      <PageHabiliter
        contexte={contextePage(req, dependances)}
        saisie={saisieAffichee}
        options={vue.options}
        conseils={vue.conseils}
        places={vue.places}
        selection={vue.selection}
      />
    );
  }

  router.get('/:id/terminer', async (req, res) => envoyerPage(res, await pageFin(req, req.params.id, null)));
  router.post('/:id/terminer', async (req, res) => {
    try {
      if (await montrerApercu(req, res, (saisie) => pageFin(req, req.params.id, saisie))) return;
      const { etat } = await faireCommeAnnonce(dependances, req, terminerHabilitation, {
        ...champsDe(req.body),
        id: req.params.id,
      });
      req.annoncer({
        ton: 'succes',
        texte:
          etat === 'retiree'
            ? "La demande d'habilitation a été retirée."
            : "La fin de l'habilitation a été enregistrée.",
      });
      res.redirect(303, CHEMIN_HABILITATIONS);
    } catch (erreur) {
      await reafficher(
        req,
        res,
        await direQuiAChange(dependances, req, erreur, { entite: 'Habilitation', id: req.params.id }),
        (saisie) => pageFin(req, req.params.id, saisie),
      );
    }
  });

  async function pageFin(req: Request, id: string, saisie: Saisie | null) {
    const acteur = acteurDe(req);
    exiger(acteur, 'Habilitation', 'terminer');
    const { habilitation, jour } = await executeur.lire(acteur, async (unite) => {
      const lue = await lireHabilitation(unite, id);
      return {
        jour: unite.aujourdhui.toString(),
        habilitation: {
          id,
          version: lue.version,
          role: roleDe(lue),
          utilisateur: nomDeListe(lue.utilisateur),
          portee: porteeDe(lue),
          du: lue.du,
          enAttente: lue.etat === 'en-attente-caf',
        },
      };
    });
    const montree = saisie ?? { valeurs: { au: jour }, erreurs: [] };
    const consequences = await consequencesDe(executeur, acteur, terminerHabilitation, {
      ...montree.valeurs,
      id,
      version: habilitation.version,
    });
    return (
      <PageFinHabilitation
        contexte={contextePage(req, dependances)}
        saisie={montree}
        habilitation={habilitation}
        consequences={consequences}
      />
    );
  }
  return router;
}

function filtresDe(req: Request, options: OptionsHabilitations): FiltresHabilitations {
  return {
    partenaire: options.partenaires[0]?.valeur ?? '',
    utilisateur: parmi(texteDeRequete(req, 'utilisateur'), options.utilisateurs),
    role: parmi(texteDeRequete(req, 'role'), options.roles),
    activite: parmi(texteDeRequete(req, 'activite'), options.activites),
    type: parmi(texteDeRequete(req, 'type'), options.types),
    nature: parmi(texteDeRequete(req, 'nature'), options.natures),
    etat: ETATS_AFFICHES.find((etat) => etat === texteDeRequete(req, 'etat')) ?? 'actif',
    lieux: texteDeRequete(req, 'lieux') === 'oui' ? 'oui' : 'non',
  };
}

/** What may be ticked in step 3, by the filters chosen. */
async function choixDeSelection(
  unite: UniteDeLecture,
  acteur: ActeurPartenaire,
  saisie: Saisie,
): Promise<readonly Option[]> {
  const activite = texteDe(saisie, 'activite');
  const role = texteDe(saisie, 'role');
  const trouves = await activitesChoisies(unite, {
    activite: /^[0-9a-f-]{36}$/.test(activite) ? activite : '',
    type: texteDe(saisie, 'type'),
    nature: texteDe(saisie, 'nature'),
  });
  const equipements = trouves.filter(({ id }) =>
    role === ''
      ? acteur.administrateur || acteur.mandats.some((mandat) => mandat.equipements.includes(id))
      : peutAgir(acteur, role, id),
  );
  if (texteDe(saisie, 'portee') !== 'lieu')
    return equipements.map(({ id, nom }) => ({ valeur: id, libelle: nom }));
  const noms = new Map(equipements.map(({ id, nom }) => [id, nom]));
  return (await lieuxDe(unite, equipements)).map((lieu) => ({
    valeur: lieu.id,
    libelle: `${noms.get(lieu.equipement.id) ?? ''} – ${lieu.nom}`,
  }));
}

/** A single activity shown is ticked at once. */
function preselection(
  saisie: Saisie,
  selection: readonly Option[] | null,
): Record<string, readonly string[]> {
  const [seule] = selection ?? [];
  if (!seule || selection?.length !== 1 || saisie.erreurs.length > 0) return {};
  return { [texteDe(saisie, 'portee') === 'lieu' ? 'lieux' : 'equipements']: [seule.valeur] };
}

/** The source's messages, word for word. */
function annoncer(req: Request, creees: readonly HabilitationCreee[], role: RoleAfas): void {
  req.annoncer({ ton: 'succes', texte: 'Les habilitations ont été créées avec succès.' });
  for (const { ou, enAttente, au } of creees) {
    if (au !== null)
      req.annoncer({
        ton: 'information',
        texte: `L'habilitation sur ${ou} prend fin le ${dateFr(au)} (exclu) : elle ne dure pas plus longtemps que l'accès de l'utilisateur, ni que votre mandat.`,
      });
    if (enAttente)
      req.annoncer({
        ton: 'information',
        texte: `L'habilitation de cet utilisateur au rôle ${AU_ROLE[role]} pour l'équipement/service ${ou}, est en cours de validation par la Caf.`,
      });
  }
}
