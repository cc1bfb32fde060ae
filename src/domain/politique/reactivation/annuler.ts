/** Cancelling a programmed version: its days to come go back to what ruled them before it. */
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { ActivationRegle } from '#src/domain/politique/versions/activation-regle.ts';
import { attendreSonTour, joursDe, type Activation } from '#src/domain/politique/activation/activer.ts';
import type { Approbation } from '#src/domain/politique/approbation/approbations.ts';
import { TrouDansLaValidite, VersionNonProgrammee } from '#src/domain/politique/versions/refus.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import { commun, comprend, trousEntre, type Jours } from '#src/domain/politique/versions/activations.ts';

/** Days a version gets, with the row they come from. */
interface Morceau extends Jours {
  readonly empreinte: string;
  readonly de: string;
}

/** The open rows of a version that is to rule, and does not rule today. */
function programmees(
  ouvertes: readonly ActivationRegle[],
  empreinte: string,
  aujourdhui: string,
): ActivationRegle[] {
  const siennes = ouvertes.filter((ouverte) => ouverte.empreinte === empreinte);
  if (siennes.some((ouverte) => comprend(joursDe(ouverte), aujourdhui))) return [];
  return siennes.filter(({ du }) => typeof du === 'string' && du > aujourdhui);
}

/** From the first day to come of a programmed version to its end; null when it is not programmed. */
export async function joursProgrammes(
  { em, aujourdhui }: UniteDeLecture,
  empreinte: string,
): Promise<Jours | null> {
  const siennes = programmees(
    await em.find(ActivationRegle, { empreinte, connuAu: null }),
    empreinte,
    aujourdhui.toString(),
  ).map(joursDe);
  const [premiere] = siennes.toSorted((a, b) => ((a.du ?? '') < (b.du ?? '') ? -1 : 1));
  return premiere
    ? {
        du: premiere.du,
        au: siennes.some(({ au }) => au === null)
          ? null
          : (siennes
              .map(({ au }) => au ?? '')
              .sort()
              .at(-1) ?? null),
      }
    : null;
}

/**
 * What ruled these days before a row did; a version cancelled meanwhile gives way to what ruled before it in
 * turn.
 */
function dessous(
  lignes: readonly ActivationRegle[],
  annulees: ReadonlySet<string>,
  ligne: ActivationRegle,
  jours: Jours,
): Morceau[] {
  let racine = ligne;
  for (
    let avant: ActivationRegle | undefined = ligne;
    avant?.empreinte === ligne.empreinte;
    avant = lignes.find(({ id }) => id === racine.suiteDe)
  )
    racine = avant;
  return lignes
    .filter(({ connuAu }) => connuAu?.getTime() === racine.connuDu.getTime())
    .flatMap((candidate): Morceau[] => {
      const partage = commun(joursDe(candidate), jours);
      if (!partage || candidate.empreinte === ligne.empreinte) return [];
      return annulees.has(candidate.empreinte)
        ? dessous(lignes, annulees, candidate, partage)
        : [{ ...partage, empreinte: candidate.empreinte, de: candidate.id }];
    });
}

/**
 * Ends what is known of a programmed version's days to come, and gives them back to what ruled them before.
 * @param accepterTrous whether days without any version may remain between two that have one
 * @throws VersionNonProgrammee | TrouDansLaValidite
 */
export async function annulerActivations(
  unite: UniteDeTravail,
  acte: Omit<Activation, 'du' | 'au' | 'origine'>,
  accepterTrous: boolean,
): Promise<Approbation> {
  const { em } = unite;
  const { genre, jeu, empreinte, motif, demandePar, confirmePar, id } = acte;
  await attendreSonTour(unite, acte);
  const lignes = await em.find(ActivationRegle, { genre, jeu });
  const ouvertes = lignes.filter(({ connuAu }) => !connuAu);
  const siennes = programmees(ouvertes, empreinte, unite.aujourdhui.toString());
  const jours = await joursProgrammes(unite, empreinte);
  if (!jours || siennes.length === 0)
    throw new VersionNonProgrammee(
      (await em.findOneOrFail(VersionRegle, { empreinte }, { fields: ['numero'] })).numero,
    );
  const annulees = new Set(
    (
      await lireLignes(
        em,
        tables
          .selectFrom('reactivation_regle')
          .select('empreinte')
          .where('genre', '=', genre)
          .where('jeu', '=', jeu)
          .where('nature', '=', 'annulation')
          .where('etat', '=', 'confirmee'),
      )
    )
      .map((annulee) => annulee.empreinte)
      .filter((une) => !ouvertes.some((ouverte) => ouverte.empreinte === une)),
  );

  const finies = new Set(siennes);
  const rendus: Morceau[] = [];
  for (const rendu of siennes.flatMap((sienne) => dessous(lignes, annulees, sienne, joursDe(sienne)))) {
    // One row where the version already rules the days beside.
    let entier = rendu;
    for (const voisine of ouvertes.filter(
      (ouverte) => ouverte.empreinte === rendu.empreinte && !finies.has(ouverte),
    )) {
      if (voisine.au === entier.du && entier.du !== null) entier = { ...entier, du: voisine.du ?? null };
      else if (voisine.du === entier.au && entier.au !== null) entier = { ...entier, au: voisine.au ?? null };
      else continue;
      finies.add(voisine);
    }
    rendus.push(entier);
  }
  const trous = trousEntre([...ouvertes.filter((ouverte) => !finies.has(ouverte)).map(joursDe), ...rendus]);
  const entreDeux = trous.filter(({ au }) => au !== null);
  if (entreDeux.length > 0 && !accepterTrous) throw new TrouDansLaValidite(jeu, entreDeux);

  const connuDu = new Date(
    Math.max(unite.maintenant.getTime(), ...[...finies].map((finie) => finie.connuDu.getTime() + 1)),
  );
  for (const finie of finies) finie.connuAu = connuDu;
  await em.flush();
  for (const { empreinte: rendue, de, du, au } of rendus) {
    em.persist(
      em.create(ActivationRegle, {
        genre,
        jeu,
        empreinte: rendue,
        du,
        au,
        connuDu,
        connuAu: null,
        origine: 'annulation',
        motif,
        demandePar,
        confirmePar,
        acte: id,
        suiteDe: de,
      }),
    );
  }
  await em.flush();
  return { empreinte, jours, trous };
}
