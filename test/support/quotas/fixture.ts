import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { Temporal } from 'temporal-polyfill';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { creerAgent } from '#src/domain/acces/agent/commandes.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import { hacher } from '#src/domain/acces/compte/mot-de-passe.ts';
import { creerEquipement } from '#src/domain/equipement/commandes.ts';
import { ROLES_AFAS } from '#test/support/roles.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { creerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { agent, systeme } from '#test/support/acteurs.ts';

/** Password of everybody who signs in. */
export const MOT_DE_PASSE = 'le renard dort au soleil';
const CAF = '451';

/** A partner whose people grant roles, on a database that has its rules and reference data. */
export interface QuotaFixture {
  /** Today, at the Caf. */
  readonly jour: string;
  /** Mails of those who grant: the administrateur, then responsables habilitations. */
  readonly demandeurs: readonly string[];
  /** Mails of two agents of the Caf. */
  readonly agents: readonly [string, string];
  /** Users to whom roles are granted. */
  readonly candidats: readonly string[];
  /** A new Ram, entrusted to every responsable. */
  equipement(nom: string): Promise<string>;
}

/** 0 → « A », 27 → « AB »: names have no digits. */
const lettres = (rang: number): string =>
  (rang < 26 ? '' : lettres(Math.floor(rang / 26) - 1)) + String.fromCharCode(65 + (rang % 26));

/**
 * @param outils an executor on the system clock, and the owner's connections
 * @param combien users to whom roles may be granted
 */
export async function planterDesQuotas(
  { executeur, proprietaire }: { readonly executeur: Executeur; readonly proprietaire: Pool },
  combien: number,
  responsables = 3,
): Promise<QuotaFixture> {
  const aujourdhui = Temporal.Now.plainDateISO('Europe/Paris');
  const jour = aujourdhui.toString();
  const [du, au] = [aujourdhui.subtract({ days: 30 }).toString(), aujourdhui.add({ days: 300 }).toString()];
  await executeur.executer(systeme, creerCaf, { id: CAF, nom: 'Caf du Loiret' });
  const agents: string[] = [];
  for (const [prenom, courriel] of [
    ['Lou', 'lou@caf.exemple.fr'],
    ['Sam', 'sam@caf.exemple.fr'],
  ]) {
    await executeur.executer(systeme, creerAgent, {
      caf: CAF,
      nom: 'Martin',
      prenom,
      courriel,
      profil: 'gestionnaire',
      ouvertLe: du,
      sansCourriel: true,
    });
    agents.push(courriel ?? '');
  }
  const { partenaireId, administrateur } = await partenaireConventionne(proprietaire, du, au);

  const creer = async (nom: string, prenom: string): Promise<{ id: string; courriel: string }> => {
    const courriel = `${prenom}.${nom}@commune.fr`.toLowerCase();
    const { id } = await executeur.executer(administrateur, creerUtilisateur, {
      nom,
      prenom,
      courriel,
      courrielConfirmation: courriel,
      ouvertLe: du,
    });
    // All at once by one person: more than he could have mailed.
    await proprietaire.query('delete from lien_envoye');
    return { id, courriel };
  };
  const delegues: { id: string; courriel: string }[] = [];
  for (let rang = 0; rang < responsables; rang += 1) delegues.push(await creer(lettres(rang), 'Responsable'));
  const candidats: string[] = [];
  for (let rang = 0; rang < combien; rang += 1) candidats.push((await creer(lettres(rang), 'Candidat')).id);

  const demandeurs = ['administrateur@commune.fr', ...delegues.map(({ courriel }) => courriel)];
  const empreinte = await hacher(MOT_DE_PASSE);
  await proprietaire.query('update compte set empreinte_mot_de_passe = $1 where courriel = any($2)', [
    empreinte,
    [...demandeurs, ...agents],
  ]);
  await proprietaire.query("update utilisateur set rattachement = 'accepte'");
  const gestionnaire = agent(CAF);
  return {
    jour,
    demandeurs,
    candidats,
    agents: [agents[0] ?? '', agents[1] ?? ''],
    async equipement(nom) {
      const { id } = await executeur.executer(gestionnaire, creerEquipement, {
        partenaire: partenaireId,
        type: 'RAM',
        nom,
        ouvertLe: '2019-01-01',
        lieuNature: 'unique',
        lieuNom: nom,
        lieuCommuneCode: '45053',
      });
      for (const { id: titulaire } of delegues)
        await executeur.executer(administrateur, nommerResponsable, {
          titulaire,
          roles: [...ROLES_AFAS],
          equipements: [id],
        });
      return id;
    },
  };
}

/**
 * A commune whose active convention has a bulletin that opens the four roles, and its administrateur: what no
 * quota is about, written straight.
 */
async function partenaireConventionne(
  proprietaire: Pool,
  du: string,
  au: string,
): Promise<{ partenaireId: string; administrateur: ActeurPartenaire }> {
  const [organisme, partenaireId, formulaire, convention, compteId, utilisateurId] = Array.from(
    { length: 6 },
    () => randomUUID(),
  );
  const inserer = (table: string, ligne: Readonly<Record<string, unknown>>) => {
    const colonnes = Object.keys(ligne);
    return proprietaire.query(
      `insert into ${table} (${colonnes.join(', ')}) values (${colonnes.map((_, rang) => `$${rang + 1}`).join(', ')})`,
      Object.values(ligne),
    );
  };
  const maintenant = new Date().toISOString();
  const tenu = { caf_id: CAF, partenaire_id: partenaireId };
  await inserer('organisme', {
    id: organisme,
    siren: '732829320',
    raison_sociale: 'COMMUNE DE BRIARE',
    forme: 'commune',
  });
  await inserer('partenaire', {
    id: partenaireId,
    caf_id: CAF,
    organisme_id: organisme,
    nom: 'COMMUNE DE BRIARE',
    prefixe: 'COT077',
    cree_le: maintenant,
  });
  await inserer('formulaire_eligibilite', {
    id: formulaire,
    ...tenu,
    etat: 'eligible',
    services_demandes: '[]',
    cree_le: maintenant,
  });
  await inserer('convention', {
    id: convention,
    ...tenu,
    formulaire_id: formulaire,
    numero: '2170001',
    mission_generale: 'Petite enfance',
    du,
    au,
    etat: 'active',
  });
  await inserer('bulletin_adhesion', {
    id: randomUUID(),
    ...tenu,
    convention_id: convention,
    service_id: 'AFAS',
    portee: 'locale',
    cafs: '[]',
    roles: JSON.stringify(ROLES_AFAS),
    du,
    au,
  });
  await inserer('compte', {
    id: compteId,
    courriel: 'administrateur@commune.fr',
    sessions_valides_depuis: maintenant,
    cree_le: maintenant,
  });
  await inserer('utilisateur', {
    id: utilisateurId,
    ...tenu,
    compte_id: compteId,
    identifiant: 'COT077ADM',
    nom: 'BAILLET',
    prenom: 'Chantal',
    courriel: 'administrateur@commune.fr',
    ouvert_le: du,
    groupes: '[]',
    administrateur: true,
    cree_le: maintenant,
  });
  return {
    partenaireId: partenaireId ?? '',
    administrateur: {
      type: 'partenaire',
      compteId: compteId ?? '',
      utilisateurId: utilisateurId ?? '',
      nom: 'BAILLET',
      prenom: 'Chantal',
      cafId: CAF,
      fuseauHoraire: 'Europe/Paris',
      partenaireId: partenaireId ?? '',
      administrateur: true,
      groupes: [],
      habilitations: [],
      mandats: [],
    },
  };
}
