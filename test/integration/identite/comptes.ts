import { creerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { MOT_DE_PASSE, type EspacePartenaire } from '#test/browser/portal/espace-partenaire.ts';
import { Internaute } from '#test/support/internaute.ts';
import { randomUUID } from 'node:crypto';

/** Actor of the partner’s administrator. */
export const administrateur = (espace: EspacePartenaire) => espace.administrateur.acteur();
let rang = 0;

/** A user created at an address. */
export const creer = async (espace: EspacePartenaire, courriel: string) => {
  rang += 1;
  return espace.executeur.executer(administrateur(espace), creerUtilisateur, {
    nom: 'Essai',
    prenom: `Personne ${'abcdefghijklmnopqrstuvwxyz'[rang % 26]}${'abcdefghijklmnopqrstuvwxyz'[Math.floor(rang / 26)]}`,
    courriel,
    courrielConfirmation: courriel,
    telephone: '',
    telephoneConfirmation: '',
    poste: '',
    groupes: [],
  });
};

/** Somebody whose browser has no session. */
export const visiteur = (espace: EspacePartenaire) => new Internaute(espace.url);

/** Sends the form of the sign-in page. */
export const connecter = (qui: Internaute, courriel: string, motDePasse = MOT_DE_PASSE) =>
  qui.envoyer('/connexion', { courriel, motDePasse });

/** Mails sent to an address, oldest first. */
export const lettresA = (espace: EspacePartenaire, courriel: string) =>
  espace.sql<{ objet: string; corps: string }>(
    'select objet, corps from courriel where destinataire = $1 order by ctid',
    [courriel],
  );

/** Path of the link of the last mail to somebody that bears one like this. */
export const lienA = async (espace: EspacePartenaire, courriel: string, forme: RegExp): Promise<string> =>
  (await lettresA(espace, courriel))
    .map(({ corps }) => forme.exec(corps)?.[0] ?? '')
    .filter((un) => un !== '')
    .at(-1) ?? '';

/** An account with a password, and the spaces it opens already: an analyst's, an agent's of another Caf. */
export async function compteDe(
  espace: EspacePartenaire,
  empreinte: string,
  courriel: string,
  espaces: readonly ('analyste' | 'agent' | 'agent-451')[] = [],
): Promise<string> {
  const id = randomUUID();
  await espace.sql(
    'insert into compte (id, courriel, empreinte_mot_de_passe, sessions_valides_depuis, cree_le) values ($1, $2, $3, now(), now())',
    [id, courriel, empreinte],
  );
  for (const genre of espaces) {
    if (genre === 'analyste')
      await espace.sql(
        "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values ($1, $2, 'N', 'P', $3, '2020-01-01')",
        [randomUUID(), id, courriel],
      );
    else
      await espace.sql(
        "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, $4, $2, 'N', 'P', $3, 'gestionnaire', '2020-01-01')",
        [randomUUID(), id, courriel, genre === 'agent' ? '771' : '451'],
      );
  }
  return id;
}
