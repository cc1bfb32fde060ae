import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { ecrireAuNomDeLaCaf, type LettreDeCaf } from '#src/domain/echanges/courriel/lettre-de-caf.ts';
import { concernesPar, type Concerne } from '#src/domain/declaration/concernes.ts';
import { conclusionDe } from '#src/domain/declaration/conclusion.ts';
import type { Declaration, Transmission } from '#src/domain/declaration/declaration.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import { chronologieDe } from '#src/domain/declaration/lectures.ts';
import { LIBELLES_PERENNITE, LIBELLES_VOLET } from '#src/domain/declaration/libelles.ts';
import { ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import { agit, APPROUVER, aUneCapacite, saisir } from '#src/kernel/roles.ts';

type Lettre = Pick<LettreDeCaf, 'paragraphes' | 'lien'> & { readonly sujet: string };

const CHEMIN = (declaration: Declaration, ...suite: string[]): string =>
  ['/partenaire/declarations', declaration.id, ...suite].join('/');
const euros = (montant: string | null | undefined): string =>
  montant ? ecrireNombre('euro', montant) : 'non calculé';

function ecrire(
  unite: UniteDeTravail,
  declaration: Declaration,
  personnes: readonly Concerne[],
  { sujet, paragraphes, lien }: Lettre,
): void {
  const { caf, partenaire, equipement, exercice, perennite } = declaration;
  for (const personne of personnes) {
    ecrireAuNomDeLaCaf(unite, caf, personne, {
      objet: `Déclaration ${exercice} ${sujet} – ${equipement.nom}`,
      paragraphes,
      lien,
      reperes: {
        Organisme: partenaire.nom,
        Équipement: equipement.nom,
        Déclaration: `${LIBELLES_PERENNITE[perennite].toLowerCase()}, exercice ${exercice}`,
      },
    });
  }
}

/**
 * Both volets are finished: the approbateurs are told that it waits for them; where there is none, the
 * administrateurs are.
 */
export async function annoncerAApprouver(unite: UniteDeTravail, declaration: Declaration): Promise<void> {
  const concernes = await concernesPar(unite, declaration);
  const approbateurs = concernes.filter((un) => aUneCapacite(un, [APPROUVER]));
  const lien = { libelle: 'Pour la relire', chemin: CHEMIN(declaration) };
  if (approbateurs.length > 0) {
    ecrire(unite, declaration, approbateurs, {
      sujet: 'à approuver',
      lien: { ...lien, libelle: 'Pour la relire et la transmettre' },
      paragraphes: [
        'Les données d’activité et les données financières sont saisies. La déclaration attend votre approbation : relisez-la, puis transmettez-la à la Caf ou renvoyez-la pour correction.',
      ],
    });
    return;
  }
  ecrire(
    unite,
    declaration,
    concernes.filter(({ administrateur }) => administrateur),
    {
      sujet: 'sans approbateur',
      lien: { libelle: 'Pour voir qui tient quel rôle', chemin: '/partenaire/habilitations' },
      paragraphes: [
        'Les données d’activité et les données financières sont saisies, mais personne ne peut transmettre la déclaration : aucun approbateur n’est en fonction pour cet équipement. Affectez ce rôle, ou attendez que la Caf valide la demande en cours.',
      ],
    },
  );
}

/** The approbateur sends it back to who types what is to correct, and to who had typed it. */
export async function annoncerRenvoi(
  unite: UniteDeTravail,
  declaration: Declaration,
  volets: readonly Volet[],
  auteurs: readonly (string | null | undefined)[],
  motif: string,
): Promise<void> {
  const concernes = await concernesPar(unite, declaration);
  ecrire(
    unite,
    declaration,
    concernes.filter((un) => aUneCapacite(un, volets.map(saisir)) || auteurs.includes(un.compteId)),
    {
      sujet: 'à corriger',
      lien: { libelle: 'Pour la corriger', chemin: CHEMIN(declaration) },
      paragraphes: [
        `L’approbateur vous renvoie la déclaration. À reprendre : ${volets.map((volet) => LIBELLES_VOLET[volet]).join(' et ')}.`,
        `Motif : ${motif}`,
      ],
    },
  );
}

/** Acknowledges a transmission to who made it. */
export async function accuserReception(
  unite: UniteDeTravail,
  declaration: Declaration,
  { numero, par, estimation, donnees }: Transmission,
): Promise<void> {
  const sousReserve = Array.isArray(donnees['sousReserve']) && donnees['sousReserve'].length > 0;
  ecrire(
    unite,
    declaration,
    (await concernesPar(unite, declaration)).filter(({ compteId }) => compteId === par),
    {
      sujet: 'transmise à la Caf',
      lien: {
        libelle: `Récépissé de la transmission n° ${numero}`,
        chemin: CHEMIN(declaration, 'recepisse', String(numero)),
      },
      paragraphes: [
        'Votre déclaration est transmise à la Caf. Elle est figée avec votre nom, la date et les règles appliquées.',
        `Estimation hors bonus, non contractuelle : ${euros(estimation)}${sousReserve ? ' (sous réserve d’une décision de la Caf)' : ''}.`,
        'La suite : la Caf l’examine. Un courriel vous dira quand elle la prend en traitement, si elle vous la retourne, et ce qu’elle décide.',
      ],
    },
  );
}

/** Everybody who declares for the equipment, and the administrateurs, are told what the Caf does. */
const annoncerATous = async (
  unite: UniteDeTravail,
  declaration: Declaration,
  lettre: Lettre,
): Promise<void> =>
  ecrire(
    unite,
    declaration,
    (await concernesPar(unite, declaration)).filter(
      (une) => une.administrateur || agit(une) || une.compteId === declaration.transmisePar,
    ),
    lettre,
  );

const SUIVI = 'Pour suivre la déclaration';

export const annoncerPriseEnTraitement = (unite: UniteDeTravail, declaration: Declaration): Promise<void> =>
  annoncerATous(unite, declaration, {
    sujet: 'prise en traitement',
    lien: { libelle: SUIVI, chemin: CHEMIN(declaration) },
    paragraphes: ['Votre Caf a commencé à examiner la déclaration. Vous n’avez rien à faire pour l’instant.'],
  });

export const annoncerRetour = (
  unite: UniteDeTravail,
  declaration: Declaration,
  motif: string,
): Promise<void> =>
  annoncerATous(unite, declaration, {
    sujet: 'retournée par la Caf',
    lien: { libelle: 'Pour la corriger', chemin: CHEMIN(declaration) },
    paragraphes: [
      'Votre Caf vous retourne la déclaration. Les fournisseurs de données la corrigent, puis l’approbateur la transmet de nouveau.',
      `Motif : ${motif}`,
    ],
  });

/** The end: what is retained, and why. */
export async function annoncerTraitement(unite: UniteDeTravail, declaration: Declaration): Promise<void> {
  const conclusion = conclusionDe(declaration, await chronologieDe(unite, declaration.id));
  if (!conclusion) throw new Error('a declaration is told treated once it is');
  const { montant, observation, decisions } = conclusion;
  await annoncerATous(unite, declaration, {
    sujet: 'traitée',
    lien: { libelle: 'Pour lire la décision', chemin: CHEMIN(declaration) },
    paragraphes: [
      'Votre Caf a traité la déclaration.',
      `Montant retenu, hors bonus : ${euros(montant)}.`,
      ...(observation === null ? [] : [`Motif : ${observation}`]),
      ...(decisions.length === 0
        ? []
        : [`Décisions rendues :\n${decisions.map((decision) => `– ${decision}`).join('\n')}`]),
    ],
  });
}
