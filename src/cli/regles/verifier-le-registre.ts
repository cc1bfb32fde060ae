/** `regles verifier --registre`: the checks of the gate on what the registry applies or will apply. */
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { parNumero } from '#src/domain/politique/versions/sql.ts';
import { avecOutil } from '#src/cli/outil.ts';
import { acteur } from '#src/cli/regles/politique.ts';
import { UsageInvalide } from '#src/cli/regles/usage.ts';
import { controlerTexte, type Controle } from '#src/domain/politique/porte/controle.ts';
import type { ReferenceDeFichier } from '#src/domain/politique/livraison/fichiers.ts';
import { GENRES } from '#src/domain/politique/versions/genre.ts';

/** What one version of the registry gets. */
export interface RapportDeVersion
  extends Pick<Controle, 'valide' | 'empreinte' | 'anomalies' | 'comptes' | 'analyse'> {
  readonly fichier: string;
  readonly genre: ReferenceDeFichier['genre'];
}

/** @param noms `jeu` or `jeu@version`; every file when there is none @throws UsageInvalide */
export function verifierLeRegistre(noms: readonly string[]): Promise<RapportDeVersion[]> {
  return avecOutil(({ executeur }) =>
    executeur.lire(acteur('verifier'), async (unite) => {
      const versions = await lireLignes(
        unite.em,
        tables
          .selectFrom('version_regle as v')
          .select(['v.genre', 'v.jeu', 'v.numero', 'v.texte'])
          .where(({ exists, selectFrom }) =>
            exists(
              selectFrom('activation as a')
                .select('a.id')
                .whereRef('a.empreinte', '=', 'v.empreinte')
                .where('a.connu_au', 'is', null),
            ),
          )
          .orderBy('v.genre', 'desc')
          .orderBy('v.jeu')
          .orderBy(({ ref }) => parNumero(ref('v.numero'))),
      );
      const choisies =
        noms.length === 0
          ? versions
          : noms.flatMap((nom) => {
              const [id, numero] = nom.split('@');
              const siennes = versions.filter(
                (version) => version.jeu === id && (numero === undefined || version.numero === numero),
              );
              if (siennes.length === 0)
                throw new UsageInvalide(
                  `Le registre n’applique aucun fichier « ${nom} » ; donnez un jeu ou jeu@version.`,
                );
              return siennes;
            });
      const rapports: RapportDeVersion[] = [];
      for (const { genre, jeu, numero, texte } of choisies) {
        const { valide, empreinte, anomalies, comptes, analyse } = await controlerTexte(unite, {
          genre,
          jeu,
          texte,
        });
        rapports.push({
          fichier: `registre/${GENRES[genre].dossier ?? genre}/${jeu}/${numero}`,
          genre,
          valide,
          empreinte,
          anomalies,
          comptes,
          analyse,
        });
      }
      return rapports;
    }),
  );
}
