import { nombreFr } from '#src/kernel/francais.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { z } from 'zod';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { charger } from '#src/kernel/chargement.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { exigerSien, leBrouillon } from '#src/domain/politique/brouillon/charger.ts';
import { BrouillonRegle } from '#src/domain/politique/versions/brouillon-regle.ts';
import { numeroDeclare, type Controle } from '#src/domain/politique/porte/controle.ts';
import { reporterValeurs } from '#src/domain/politique/porte/employeurs.ts';
import { controlerBrouillon, numeroLibre } from '#src/domain/politique/porte/numeros.ts';
import { pour, titulaire } from '#src/domain/politique/versions/personne.ts';
import { ModeleAbsent } from '#src/domain/politique/versions/refus.ts';
import { GENRES_DE_VERSION } from '#src/domain/politique/versions/genre.ts';
import { sansMarque, TAILLE_MAX } from '#src/engine/lecture.ts';

/** The text of a file as typed, less a leading byte order mark; nothing but its length is asked of it. */
const texte = z
  .string({ error: 'Le texte du fichier est obligatoire.' })
  .transform(sansMarque)
  .pipe(
    z
      .string()
      .max(TAILLE_MAX, {
        error: `Le texte est trop long : ${nombreFr(TAILLE_MAX)} caractères au plus.`,
      })
      .refine((valeur) => !valeur.includes('\0'), {
        error: 'Le texte contient un caractère nul : retirez-le.',
      }),
  );
const jeu = z
  .string({ error: 'Le nom du fichier est obligatoire.' })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: 'Le nom du fichier s’écrit en minuscules sans accents, chiffres et tirets.',
  })
  .max(60, { error: 'Le nom du fichier compte 60 caractères au plus.' });

const PREMIER = '1.0.0';

/** The text with its version number raised, otherwise as it was written. */
const renumeroter = (source: string, de: string, vers: string): string =>
  source.replace(new RegExp(`("version"\\s*:\\s*)"${de.replaceAll('.', '\\.')}"`), `$1"${vers}"`);

/**
 * Starts a draft, from an approved version (under the next free number) or from a text and the version it was
 * written from (`base`). @throws ModeleAbsent | Introuvable
 */
export const creerBrouillon = definirCommande({
  nom: 'regle.creerBrouillon',
  droit: ['BrouillonRegle', 'creer'],
  saisie: z.object({
    depuis: z.string().length(64, { error: 'Cette version est inconnue.' }).optional(),
    genre: z.enum(GENRES_DE_VERSION).optional(),
    jeu: jeu.optional(),
    texte: texte.optional(),
    base: z.string().length(64).optional(),
    pour,
  }),
  async executer(unite, saisie) {
    const modele = saisie.depuis === undefined ? undefined : await versionReprise(unite, saisie.depuis);
    const contenu =
      modele ??
      (saisie.genre !== undefined && saisie.jeu !== undefined && saisie.texte !== undefined
        ? { genre: saisie.genre, jeu: saisie.jeu, texte: saisie.texte }
        : undefined);
    if (!contenu) throw new ModeleAbsent();
    const brouillon = unite.em.create(BrouillonRegle, {
      ...contenu,
      numero: numeroDeclare(contenu.texte) ?? PREMIER,
      depuis: saisie.depuis ?? saisie.base ?? null,
      auteur: titulaire(unite, saisie.pour),
      creeLe: unite.maintenant,
      modifieLe: unite.maintenant,
    });
    unite.em.persist(brouillon);
    return brouillon;
  },
});

async function versionReprise(
  unite: UniteDeTravail,
  empreinte: string,
): Promise<Pick<BrouillonRegle, 'genre' | 'jeu' | 'texte'>> {
  const [version] = await lireLignes(
    unite.em,
    tables
      .selectFrom('version_regle')
      .select(['genre', 'jeu', 'numero', 'texte'])
      .where('empreinte', '=', empreinte),
  );
  if (!version) throw new Introuvable('Version');
  return {
    genre: version.genre,
    jeu: version.jeu,
    texte: renumeroter(
      version.texte,
      version.numero,
      await numeroLibre(unite, version.genre, version.jeu, version.numero),
    ),
  };
}

/**
 * Starts the draft of a file that uses shared values, with those of a draft of theirs: to correct what the
 * new values change in it. @throws Introuvable
 */
export const reporterEmployeur = definirCommande({
  nom: 'regle.reprendreEmployeur',
  droit: ['BrouillonRegle', 'creer'],
  saisie: z.object({
    parametres: reference('Brouillon'),
    depuis: z.string().length(64, { error: 'Cette version est inconnue.' }),
    pour,
  }),
  charger: (unite, { parametres }) => charger(unite, BrouillonRegle, parametres, 'Brouillon'),
  async executer(unite, saisie, valeurs) {
    const { genre, jeu, texte: repris } = await versionReprise(unite, saisie.depuis);
    const numero = numeroDeclare(repris) ?? PREMIER;
    const brouillon = unite.em.create(BrouillonRegle, {
      genre,
      jeu,
      texte: reporterValeurs(repris, valeurs.jeu, valeurs.numero, numero),
      numero,
      depuis: saisie.depuis,
      auteur: titulaire(unite, saisie.pour),
      creeLe: unite.maintenant,
      modifieLe: unite.maintenant,
    });
    unite.em.persist(brouillon);
    return brouillon;
  },
});

/**
 * Keeps a draft as typed, right or wrong, and tells what its checks say. @throws BrouillonDUnAutre |
 * VersionPerimee
 */
export const enregistrerBrouillon = definirCommande({
  nom: 'regle.enregistrerBrouillon',
  droit: ['BrouillonRegle', 'modifier'],
  saisie: z.object({ id: reference('Brouillon'), version: versionLue(), texte }),
  charger: leBrouillon,
  condition: exigerSien,
  async executer(
    unite,
    saisie,
    brouillon,
  ): Promise<{ id: string; version: number; numero: string; controle: Controle }> {
    brouillon.texte = saisie.texte;
    brouillon.numero = numeroDeclare(saisie.texte) ?? brouillon.numero;
    brouillon.modifieLe = unite.maintenant;
    await unite.em.flush();
    return {
      id: brouillon.id,
      version: brouillon.version,
      numero: brouillon.numero,
      controle: await controlerBrouillon(unite, brouillon),
    };
  },
});

/** @throws BrouillonDUnAutre | VersionPerimee */
export const supprimerBrouillon = definirCommande({
  nom: 'regle.supprimerBrouillon',
  droit: ['BrouillonRegle', 'supprimer'],
  saisie: z.object({ id: reference('Brouillon'), version: versionLue() }),
  charger: leBrouillon,
  async executer(unite, _saisie, brouillon) {
    unite.em.remove(brouillon);
  },
});
