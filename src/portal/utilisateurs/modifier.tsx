import { Router, type Request } from 'express';
import { fusionner } from '#src/kernel/fusion.ts';
import { VersionPerimee } from '#src/kernel/refus.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { modifierUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { lireUtilisateur, listerGroupes } from '#src/domain/delegation/utilisateur/lectures.ts';
import type { GroupeHabilitation, Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { PageConflit, type ChampEnConflit, type Saisie } from '#src/portal/composants/index.ts';
import {
  acteurDe,
  avisDeNettoyage,
  champsDe,
  contextePage,
  envoyerPage,
  reafficher,
  type DependancesPortail,
} from '#src/portal/contexte-requete.ts';
import { dateFr, instantFr, telephoneFr } from '#src/kernel/francais.ts';
import { cachesDuChoix, lireEnvoi, nomDuChoix, type Envoi } from '#src/portal/fusion.ts';
import { actesDepuis, direActe } from '#src/portal/perime.ts';
import { PageFormulaireUtilisateur } from '#src/portal/utilisateurs/formulaire.tsx';
import { CHEMIN_UTILISATEURS } from '#src/portal/utilisateurs/liste.tsx';
import { choixDeGroupe, LIBELLES_POSTES } from '#src/portal/utilisateurs/vues.ts';

const LIBELLES: Readonly<Record<string, string>> = {
  nom: 'Nom',
  prenom: 'Prénom',
  telephone: 'Téléphone',
  ouvertLe: "Date d'ouverture",
  closLe: 'Date de clôture',
  poste: 'Poste de travail',
  groupes: "Groupe d'habilitation",
};
const FIL = [
  { libelle: 'Gestion des habilitations' },
  { libelle: 'Mes utilisateurs', href: CHEMIN_UTILISATEURS },
  { libelle: 'Modifier un utilisateur' },
];

interface Fiche {
  readonly utilisateur: Utilisateur;
  readonly groupes: readonly GroupeHabilitation[];
}

/** « Modifier un utilisateur », and the choice offered to whoever was overtaken by somebody else. */
export function routesModification(dependances: DependancesPortail): Router {
  const { executeur } = dependances;
  const router = Router();
  const lire = (req: Request, id: string): Promise<Fiche> => {
    exiger(acteurDe(req), 'Utilisateur', 'modifier');
    return executeur.lire(acteurDe(req), async (unite) => ({
      utilisateur: await lireUtilisateur(unite, id),
      groupes: await listerGroupes(unite),
    }));
  };

  const formulaire = async (
    req: Request,
    id: string,
    saisie: Saisie | null,
    ouvertes?: Saisie['valeurs'],
  ) => {
    const { utilisateur, groupes } = await lire(req, id);
    const { identifiant, nom, prenom, courriel, version } = utilisateur;
    const actuelles = valeursDe(utilisateur);
    return (
      <PageFormulaireUtilisateur
        contexte={contextePage(req, dependances)}
        saisie={saisie ?? { valeurs: actuelles, erreurs: [] }}
        groupes={groupes.map(choixDeGroupe)}
        utilisateur={{
          id,
          identifiant,
          nom,
          prenom,
          courriel,
          version: saisie ? Number(champsDe(req.body)['version']) : version,
        }}
        ouvertes={ouvertes ?? actuelles}
      />
    );
  };

  const conflit = async (req: Request, id: string, envoi: Envoi) => {
    const { utilisateur, groupes } = await lire(req, id);
    const { nom, prenom, version } = utilisateur;
    const { fuseauHoraire } = acteurDe(req);
    const actuelles = valeursDe(utilisateur);
    const sansChoix = Object.keys(envoi.choix).filter((champ) => envoi.choix[champ] === undefined);
    // Asked again for want of a choice: what was typed is compared, not what was chosen so far.
    const saisies = sansChoix.length > 0 ? envoi.saisies : envoi.valeurs;
    const fusion = fusionner(Object.keys(LIBELLES), { ouvertes: envoi.ouvertes, saisies, actuelles });
    const disputes = Object.keys(LIBELLES).filter(
      (champ) => fusion.disputes.includes(champ) || (sansChoix.length > 0 && champ in envoi.choix),
    );
    const { repris } = fusion;
    const gardes = fusion.gardes.filter((champ) => !disputes.includes(champ));
    const actes = await actesDepuis(dependances, req, { entite: 'Utilisateur', id }, version);
    const montrer = (champ: string): ChampEnConflit => {
      const acte = actes.find(({ champs }) => champs.includes(champ));
      return {
        champ,
        libelle: LIBELLES[champ] ?? champ,
        mienne: dire(champ, saisies[champ], groupes),
        leur: dire(champ, actuelles[champ], groupes),
        ...(acte ? { par: `${acte.par}, le ${instantFr(acte.le, fuseauHoraire)}` } : {}),
      };
    };
    return (
      <PageConflit
        contexte={contextePage(req, dependances)}
        titre={`Modifier l'utilisateur ${prenom} ${nom}`}
        fil={FIL}
        action={`${CHEMIN_UTILISATEURS}/${id}/modifier`}
        abandonner={`${CHEMIN_UTILISATEURS}/${id}/modifier`}
        version={version}
        actes={actes.map((acte) => direActe(acte, fuseauHoraire))}
        disputes={disputes.map(montrer)}
        repris={repris.map(montrer)}
        gardes={gardes.map(montrer)}
        choix={sansChoix.length > 0 ? envoi.choix : {}}
        sansChoix={sansChoix}
        nomDuChoix={nomDuChoix}
        caches={cachesDuChoix(saisies, actuelles, { repris, disputes })}
      />
    );
  };

  router.get('/:id/modifier', async (req, res) =>
    envoyerPage(res, await formulaire(req, req.params.id, null)),
  );
  router.post('/:id/modifier', async (req, res) => {
    const { id } = req.params;
    const envoi = lireEnvoi(champsDe(req.body));
    const version = champsDe(req.body)['version'];
    // Against what is recorded now: somebody may have changed it again.
    if (Object.values(envoi.choix).includes(undefined))
      return envoyerPage(res, await conflit(req, id, envoi), 422);
    try {
      const { prenom, nom } = await executeur.executer(
        acteurDe(req),
        modifierUtilisateur,
        { ...envoi.valeurs, version, id },
        req.requeteId,
      );
      req.annoncer({
        ton: 'succes',
        texte: `L'utilisateur ${prenom} ${nom} a été modifié.${avisDeNettoyage(req)}`,
      });
      res.redirect(303, `${CHEMIN_UTILISATEURS}/${id}`);
    } catch (erreur) {
      if (erreur instanceof VersionPerimee) return envoyerPage(res, await conflit(req, id, envoi), 409);
      await reafficher(req, res, erreur, ({ erreurs }) =>
        formulaire(req, id, { valeurs: envoi.valeurs, erreurs }, envoi.ouvertes),
      );
    }
  });
  return router;
}

/** A user as the form shows him. */
function valeursDe({
  nom,
  prenom,
  telephone = null,
  ouvertLe,
  closLe,
  poste,
  groupes,
}: Utilisateur): Saisie['valeurs'] {
  return {
    nom,
    prenom,
    telephone: telephoneFr(telephone),
    telephoneConfirmation: telephoneFr(telephone),
    ouvertLe,
    closLe: closLe ?? '',
    poste: poste ?? '',
    groupes: [...groupes],
  };
}

function dire(
  champ: string,
  valeur: Saisie['valeurs'][string],
  groupes: readonly GroupeHabilitation[],
): string {
  const textes = (typeof valeur === 'string' ? [valeur] : (valeur ?? [])).filter((un) => un !== '');
  if (champ === 'groupes')
    return (
      textes.map((id) => groupes.find((groupe) => groupe.id === id)?.libelle ?? id).join(', ') || 'aucun'
    );
  const [texte = ''] = textes;
  if (champ === 'poste') return LIBELLES_POSTES[texte as keyof typeof LIBELLES_POSTES] ?? 'non précisé';
  return dateFr(texte) || texte || 'vide';
}
