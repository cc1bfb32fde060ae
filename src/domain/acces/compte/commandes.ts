import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
import { z } from 'zod';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import { ChampRefuse } from '#src/kernel/refus.ts';
import { courriel } from '#src/kernel/saisie/saisie.ts';
import { consommerJeton, LienPerime } from '#src/domain/acces/compte/jeton.ts';
import { envoyerReinitialisation } from '#src/domain/acces/compte/inviter.ts';
import { lettreMotDePasseChange } from '#src/domain/acces/compte/lettres.ts';
import {
  HACHEUR_ARGON2,
  controlerNouveau,
  definirMotDePasse,
} from '#src/domain/acces/compte/mot-de-passe.ts';
import { unlock } from '#src/domain/acces/compte/lockout.ts';

/** Far above any allowed length, to bound the work on what is typed. */
const LONGUEUR_LUE = 1000;

/** A password as typed: neither trimmed nor shown again. */
const motDePasse = (libelle: string) =>
  z
    .string({ error: `${libelle} : ce champ est obligatoire.` })
    .min(1, { error: `${libelle} : ce champ est obligatoire.` })
    .max(LONGUEUR_LUE, { error: `${libelle} : ${LONGUEUR_LUE} caractères au plus.` });

const nouveau = { motDePasse: motDePasse('Mot de passe'), confirmation: motDePasse('Confirmation') };
const jeton = z.string({ error: 'Lien : incomplet.' }).max(100, { error: 'Lien : incorrect.' });

/** The present password given to change it is wrong. */
export class MotDePasseActuelFaux extends ChampRefuse {
  constructor() {
    super(
      'actuel',
      'Mot de passe actuel : ce n’est pas le bon. Si vous l’avez oublié, déconnectez-vous puis utilisez « Mot de passe oublié ».',
    );
  }
}

interface CompteLu {
  readonly id: string;
  readonly empreinte: string | null;
  readonly ferme: boolean;
}

async function compteParCourriel(unite: UniteDeTravail, adresse: string): Promise<CompteLu | undefined> {
  const [ligne] = await appeler(unite.em, fonction('connexion_compte', adresse));
  return ligne;
}

/**
 * « Mot de passe oublié »: mails a link to an open account, does nothing for any other; the answer is the
 * same.
 */
export const demanderReinitialisation = definirCommande({
  nom: 'compte.demanderReinitialisation',
  droit: ['Compte', 'demanderReinitialisation'],
  saisie: z.object({ courriel: courriel('Adresse mail') }),
  async executer(unite, saisie) {
    const compte = await compteParCourriel(unite, saisie.courriel);
    if (!compte || compte.ferme) return;
    await envoyerReinitialisation(unite, { compteId: compte.id, courriel: saisie.courriel, cafId: null });
  },
});

/** Uses a link and sets the password behind it. @throws LienPerime */
async function choisir(
  unite: UniteDeTravail,
  genre: 'invitation' | 'reinitialisation',
  saisie: { jeton: string; motDePasse: string; confirmation: string },
): Promise<string> {
  const { compteId, courriel: adresse } = await consommerJeton(unite, genre, saisie.jeton);
  if (!compteId || !adresse) throw new LienPerime();
  controlerNouveau(unite, saisie, [adresse]);
  await definirMotDePasse(unite, compteId, await HACHEUR_ARGON2.hacher(saisie.motDePasse));
  await unlock(unite, compteId);
  return compteId;
}

/** The invited person chooses his password. Gives the account. */
export const accepterInvitation = definirCommande({
  nom: 'compte.accepterInvitation',
  droit: ['Compte', 'utiliserJeton'],
  saisie: z.object({ jeton, ...nouveau }),
  executer: (unite, saisie) => choisir(unite, 'invitation', saisie),
});

/** Whoever forgot his password chooses another; a locked account is unlocked. Gives the account. */
export const reinitialiserMotDePasse = definirCommande({
  nom: 'compte.reinitialiserMotDePasse',
  droit: ['Compte', 'utiliserJeton'],
  saisie: z.object({ jeton, ...nouveau }),
  executer: (unite, saisie) => choisir(unite, 'reinitialisation', saisie),
});

/** One's own password, given the present one. @throws MotDePasseActuelFaux */
export const changerMotDePasse = definirCommande({
  nom: 'compte.changerMotDePasse',
  droit: ['Compte', 'changerMotDePasse'],
  saisie: z.object({
    courriel: courriel('Adresse mail'),
    actuel: motDePasse('Mot de passe actuel'),
    ...nouveau,
  }),
  async executer(unite, saisie) {
    const compte = await compteParCourriel(unite, saisie.courriel);
    const juste = await HACHEUR_ARGON2.verifier(compte?.empreinte ?? null, saisie.actuel);
    if (!juste || compte === undefined || compte.id !== compteDe(unite.acteur))
      throw new MotDePasseActuelFaux();
    controlerNouveau(unite, saisie, [saisie.courriel]);
    await definirMotDePasse(unite, compte.id, await HACHEUR_ARGON2.hacher(saisie.motDePasse));
    unite.envoyer({
      destinataire: saisie.courriel,
      cafId: 'cafId' in unite.acteur ? unite.acteur.cafId : null,
      ...lettreMotDePasseChange(),
    });
  },
});
