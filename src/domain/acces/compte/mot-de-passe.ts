import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { hash, verify, type Options } from '@node-rs/argon2';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import { parametreSecurite } from '#src/domain/acces/compte/parametres.ts';

/** Makes and checks password hashes; replaced in tests that count its work. */
export interface Hacheur {
  hacher(motDePasse: string): Promise<string>;
  /**
   * @param empreinte null where there is no account or no password: the same work is done, the answer is
   * false
   */
  verifier(empreinte: string | null, motDePasse: string): Promise<boolean>;
}

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of no password: what an unknown account is compared with. */
const LEURRE = hash(crypto.randomUUID(), OPTIONS);

/** The same letters typed on two systems must give the same bytes. */
const normaliser = (motDePasse: string): string => motDePasse.normalize('NFKC');

/** argon2id hash of a password. */
export const hacher = (motDePasse: string): Promise<string> => hash(normaliser(motDePasse), OPTIONS);

export const HACHEUR_ARGON2: Hacheur = {
  hacher,
  async verifier(empreinte, motDePasse) {
    const juste = await verify(empreinte ?? (await LEURRE), normaliser(motDePasse));
    return juste && empreinte !== null;
  },
};

/** What a password must be, said before it is typed: read after « Votre mot de passe doit : ». */
export function exigencesMotDePasse(unite: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>): string[] {
  const { minimale, maximale } = longueurs(unite);
  return [
    `compter au moins ${minimale} caractères, et ${maximale} au plus (une phrase de plusieurs mots convient très bien)`,
    'être différent de votre adresse mail',
    'ne servir nulle part ailleurs',
  ];
}

function longueurs({ registre, aujourdhui }: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>): {
  minimale: number;
  maximale: number;
} {
  const jour = aujourdhui.toString();
  return {
    minimale: parametreSecurite(registre, 'motDePasseLongueurMinimale', jour),
    maximale: parametreSecurite(registre, 'motDePasseLongueurMaximale', jour),
  };
}

/**
 * Checks a new password and its confirmation.
 * @param interdits what it must not be: the account's mail
 * @throws SaisieInvalide on `motDePasse` or `confirmation`
 */
export function controlerNouveau(
  unite: UniteDeLecture,
  saisie: { readonly motDePasse: string; readonly confirmation: string },
  interdits: readonly string[],
): void {
  const { minimale, maximale } = longueurs(unite);
  const champs: Record<string, string> = {};
  const longueur = [...normaliser(saisie.motDePasse)].length;
  const minuscule = saisie.motDePasse.toLowerCase();
  if (longueur < minimale)
    champs['motDePasse'] = `Mot de passe : ${minimale} caractères au moins, vous en avez saisi ${longueur}.`;
  else if (longueur > maximale)
    champs['motDePasse'] = `Mot de passe : ${maximale} caractères au plus, vous en avez saisi ${longueur}.`;
  else if (interdits.some((interdit) => interdit !== '' && minuscule === interdit.toLowerCase())) {
    champs['motDePasse'] = 'Mot de passe : il doit être différent de votre adresse mail.';
  } else if (new Set(minuscule).size < 4) {
    champs['motDePasse'] =
      'Mot de passe : il répète toujours les mêmes caractères, choisissez-en un plus varié.';
  } else if (saisie.confirmation !== saisie.motDePasse) {
    champs['confirmation'] =
      'Confirmation : les deux saisies sont différentes, recopiez le même mot de passe.';
  }
  const [premier] = Object.values(champs);
  if (premier) throw new SaisieInvalide(premier, champs);
}

/**
 * Gives an account its password; sessions opened with the former one end, and every link of the account with
 * it. @param empreinte made by {@link hacher}
 */
export async function definirMotDePasse(
  unite: UniteDeTravail,
  compteId: string,
  empreinte: string,
): Promise<void> {
  await unite.em.execute('select compte_changer_mot_de_passe(?, ?)', [compteId, empreinte]);
  unite.journaliser({ entite: 'Compte', entiteId: compteId, details: { motDePasse: 'changé' } });
}

/** Whether the person behind an account has already chosen a password. */
export async function aUnMotDePasse(unite: UniteDeLecture, compteId: string): Promise<boolean> {
  const [ligne] = await appeler(unite.em, fonction('compte_a_un_mot_de_passe', compteId));
  return ligne?.resultat === true;
}
