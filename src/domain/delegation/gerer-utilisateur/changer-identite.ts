import { nomDe } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail, run } from '#src/kernel/commande.ts';
import { prevenirLaCaf } from '#src/domain/territoire/caf/prevenir.ts';
import { Compte } from '#src/domain/acces/compte/compte.ts';
import { inviter } from '#src/domain/acces/compte/inviter.ts';
import { exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';
import { cloturerAu } from '#src/domain/delegation/gerer-utilisateur/cloture.ts';
import { lUtilisateur } from '#src/domain/delegation/utilisateur/charger.ts';
import { CourrielDejaUtilise, ouvrirUtilisateur } from '#src/domain/delegation/utilisateur/creation.ts';
import { exigerSansHomonyme } from '#src/domain/delegation/utilisateur/homonyme.ts';
import {
  estUnAutreNom,
  inviterUtilisateur,
  RIEN_A_VALIDER,
  rendreALaCaf,
} from '#src/domain/delegation/gerer-utilisateur/identite.ts';
import { exigerGerable } from '#src/domain/delegation/gerer-utilisateur/pouvoir.ts';
import {
  InvitationDejaAcceptee,
  InvitationNonAcceptee,
  MemeAdresse,
  MemeNom,
  PropreIdentite,
  UtilisateurClos,
} from '#src/domain/delegation/utilisateur/refus.ts';
import {
  SAISIE_INVITATION,
  SAISIE_NOM,
  SAISIE_REMPLACEMENT,
} from '#src/domain/delegation/utilisateur/saisie.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** @throws HorsMandat | AdministrateurProtege | TientHorsMandat | PropreIdentite | UtilisateurClos */
async function exigerChangeable(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerGerable(unite, utilisateur);
  if (utilisateur.id === acteurPartenaire(unite).utilisateurId) throw new PropreIdentite(utilisateur.id);
  if (utilisateur.closLe && utilisateur.closLe <= unite.aujourdhui.toString()) throw new UtilisateurClos();
}

/** @throws InvitationNonAcceptee */
async function exigerAccepte(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerChangeable(unite, utilisateur);
  if (utilisateur.rattachement !== 'accepte') throw new InvitationNonAcceptee();
}

/**
 * The invitation leaves anew: under a convention that still lets one invite. @throws InvitationDejaAcceptee |
 * ActeFermeParLaConvention
 */
async function exigerNonAccepte(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerChangeable(unite, utilisateur);
  if (utilisateur.rattachement === 'accepte') throw new InvitationDejaAcceptee();
  await exigerActe(unite, 'inviter', utilisateur.partenaire.id);
}

/** Another person comes in: as for a creation. @throws InvitationNonAcceptee | ActeFermeParLaConvention */
async function exigerRemplacable(unite: UniteDeLecture, utilisateur: Utilisateur): Promise<void> {
  await exigerAccepte(unite, utilisateur);
  await exigerActe(unite, 'creer-utilisateur', utilisateur.partenaire.id);
}

const ecrire = (
  unite: UniteDeTravail,
  destinataire: string,
  cafId: string,
  objet: string,
  ...paragraphes: readonly string[]
): void => unite.envoyer({ destinataire, cafId, objet, corps: paragraphes.join('\n\n') });

/**
 * « Corriger le nom »: a spelling, a name that marriage changed. The account, its address and its password
 * stay the same person's, who is
 * told; who holds a role the Caf validates is shown again to it when the name is another.
 */
export const corrigerNom = definirCommande({
  nom: 'utilisateur.corrigerNom',
  droit: ['Utilisateur', 'changerIdentite'],
  saisie: SAISIE_NOM,
  charger: lUtilisateur,
  condition: exigerAccepte,
  async executer(unite, { nom, prenom }, utilisateur) {
    if (nom === utilisateur.nom && prenom === utilisateur.prenom) throw new MemeNom();
    const aValider = estUnAutreNom(utilisateur, { nom, prenom })
      ? await rendreALaCaf(unite, utilisateur, { nom, prenom })
      : RIEN_A_VALIDER;
    const avant = `${utilisateur.prenom} ${utilisateur.nom}`;
    Object.assign(utilisateur, { nom, prenom });
    ecrire(
      unite,
      utilisateur.courriel,
      utilisateur.caf.id,
      'Votre nom a été corrigé dans Mon Compte Partenaire',
      `Bonjour ${prenom} ${nom},`,
      `${nomDe(unite.acteur)}, de ${utilisateur.partenaire.nom}, a corrigé votre nom : « ${avant} » est devenu « ${prenom} ${nom} ».`,
      ...(aValider.ou.length > 0
        ? [
            `Votre rôle ${aValider.roles} attend de nouveau la validation de votre Caf sur : ${aValider.ou.join(', ')}.`,
          ]
        : []),
      'Si ce n’est pas vous, ou si ce nom n’est pas le vôtre, prévenez votre administrateur partenaire ou votre Caf.',
    );
    return { utilisateur, aValider };
  },
});

/**
 * « Corriger l’adresse de l’invitation »: nobody has accepted yet. The link already sent dies, another
 * leaves; what was prepared for the
 * person is kept, but a role the Caf had validated under the other address: it sees him again.
 */
export const corrigerInvitation = definirCommande({
  nom: 'utilisateur.corrigerInvitation',
  droit: ['Utilisateur', 'changerIdentite'],
  saisie: SAISIE_INVITATION,
  charger: lUtilisateur,
  condition: exigerNonAccepte,
  async executer(unite, { courriel }, utilisateur) {
    if (courriel === utilisateur.courriel) throw new MemeAdresse();
    if ((await unite.em.count(Utilisateur, { partenaire: utilisateur.partenaire.id, courriel })) > 0)
      throw new CourrielDejaUtilise();
    const aValider = await rendreALaCaf(unite, utilisateur, { courriel });
    await unite.em.execute('select jeton_revoquer_invitation(?, ?)', [utilisateur.compte.id, utilisateur.id]);
    const { compteId } = await inviter(unite, {
      courriel,
      prenom: utilisateur.prenom,
      cafId: utilisateur.caf.id,
      organisme: utilisateur.partenaire.nom,
      sansCourriel: true,
    });
    Object.assign(utilisateur, {
      courriel,
      compte: unite.em.getReference(Compte, compteId),
      rattachement: 'en-attente',
    });
    // The link is for the account of somebody of one's own: the database lets it be made once that is
    // written.
    await unite.em.flush();
    await inviterUtilisateur(unite, utilisateur);
    return { utilisateur, aValider };
  },
});

/** What somebody holds today or will, that another may take over: what the Caf suspended stays so. */
function rolesDe(unite: UniteDeTravail, utilisateur: Utilisateur): Promise<Habilitation[]> {
  const jour = unite.aujourdhui.toString();
  return unite.em.find(
    Habilitation,
    {
      utilisateur: utilisateur.id,
      etat: { $in: ['accordee', 'en-attente-caf'] },
      $or: [{ au: null }, { au: { $gt: jour } }],
    },
    { populate: ['equipement', 'lieu'], orderBy: { role: 'asc', id: 'asc' } },
  );
}

/**
 * « Une autre personne prend sa place »: another address given by somebody else is another person. The access
 * of the first ends today,
 * with his roles and mandates; the second has an access of his own, and is given the roles anew: quotas and
 * mandates are asked, a
 * role the Caf validates waits for it. That he was administrateur partenaire is not handed over. Both and the Caf
 * are told.
 */
export const remplacerPersonne = definirCommande({
  nom: 'utilisateur.remplacerPersonne',
  droit: ['Utilisateur', 'changerIdentite'],
  saisie: SAISIE_REMPLACEMENT,
  charger: lUtilisateur,
  condition: exigerRemplacable,
  async executer(unite, saisie, partant) {
    const { nom, prenom, courriel } = saisie;
    if (courriel === partant.courriel) throw new MemeAdresse();
    const { partenaire } = partant;
    const jour = unite.aujourdhui.toString();
    const tenus = saisie.reprendreRoles ? await rolesDe(unite, partant) : [];
    await cloturerAu(unite, partant, jour > partant.ouvertLe ? jour : partant.ouvertLe);
    await unite.em.flush();
    if (!saisie.autrePersonne) await exigerSansHomonyme(unite, partenaire.id, { nom, prenom, courriel });
    const { poste, groupes } = partant;
    const arrivant = await ouvrirUtilisateur(unite, {
      partenaire,
      cafId: partant.caf.id,
      nom,
      prenom,
      courriel,
      telephone: null,
      ouvertLe: jour,
      closLe: null,
      poste: poste ?? null,
      groupes,
      administrateur: false,
    });
    const reprises = await redonner(unite, tenus, arrivant.id);
    await annoncerLeRemplacement(unite, partant, { nom, prenom, courriel }, reprises);
    return { partant, arrivant, reprises };
  },
});

/** Grants roles anew, from today at the earliest, to somebody else. @returns each as it is told */
async function redonner(
  unite: UniteDeTravail,
  tenus: readonly Habilitation[],
  utilisateur: string,
): Promise<string[]> {
  const jour = unite.aujourdhui.toString();
  const reprises: string[] = [];
  for (const { role, portee, equipement, lieu, du } of tenus) {
    const creees = await run(unite, affecterRole, {
      utilisateur,
      role,
      portee,
      du: du > jour ? du : jour,
      equipements: lieu ? [] : [equipement.id],
      lieux: lieu ? [lieu.id] : [],
      remplacer: false,
    });
    await unite.em.flush();
    reprises.push(
      ...creees.map(
        ({ ou, enAttente }) =>
          `${rolesDuJour(unite).libelle(role)} – ${ou}${enAttente ? ' (en attente de validation par la Caf)' : ''}`,
      ),
    );
  }
  return reprises;
}

async function annoncerLeRemplacement(
  unite: UniteDeTravail,
  partant: Utilisateur,
  { nom, prenom, courriel }: Pick<Utilisateur, 'nom' | 'prenom' | 'courriel'>,
  reprises: readonly string[],
): Promise<void> {
  const qui = `${prenom} ${nom} (${courriel})`;
  const organisme = partant.partenaire.nom;
  ecrire(
    unite,
    partant.courriel,
    partant.caf.id,
    'Votre accès à Mon Compte Partenaire a pris fin',
    `Bonjour ${partant.prenom} ${partant.nom},`,
    `${nomDe(unite.acteur)}, de ${organisme}, a enregistré qu’une autre personne prend votre place. Votre accès pour ${organisme} a pris fin, avec vos rôles.`,
    'Si cela vous surprend, prévenez votre administrateur partenaire ou votre Caf.',
  );
  await prevenirLaCaf(unite, `Changement de personne : ${organisme}`, [
    `${nomDe(unite.acteur)} a enregistré que ${qui} prend la place de ${partant.prenom} ${partant.nom} (${partant.courriel}) pour ${organisme}.`,
    reprises.length > 0
      ? `Rôles demandés pour la nouvelle personne : ${reprises.join(' ; ')}.`
      : 'Aucun rôle ne lui est donné.',
    ...(partant.administrateur
      ? [
          `${partant.prenom} ${partant.nom} était administrateur partenaire : la nouvelle personne ne l’est pas.`,
        ]
      : []),
  ]);
}
