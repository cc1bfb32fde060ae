import type { Consequences } from '#src/domain/suivi/effets/annoncer.ts';
import {
  CeQuiSuit,
  ChampTexte,
  Confirmation,
  ListeResume,
  Page,
  erreurDe,
  texteDe,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { CHEMIN_RESPONSABLES, FIL_RESPONSABLES, type LigneMandat } from '#src/portal/responsables/mandat.ts';

/** « Retirer »: what the mandate was, and what falls with it. */
export function PageFinMandat({
  contexte,
  saisie,
  mandat,
  consequences,
}: Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  mandat: LigneMandat;
  consequences: Consequences | null;
}>) {
  return (
    <Page
      contexte={contexte}
      titre={`Retirer le mandat de ${mandat.titulaire}`}
      largeur="etroite"
      fil={[...FIL_RESPONSABLES, { libelle: 'Retirer un mandat' }]}
      enErreur={saisie.erreurs.length > 0}
    >
      <Confirmation
        action={`${CHEMIN_RESPONSABLES}/${mandat.id}/terminer`}
        annuler={CHEMIN_RESPONSABLES}
        valider="Retirer le mandat"
        erreurs={saisie.erreurs}
        caches={{ version: String(mandat.version) }}
      >
        <ListeResume
          lignes={[
            { terme: 'Rôles confiés', valeur: mandat.roles.join(', ') },
            { terme: 'Activités confiées', valeur: mandat.activites },
            { terme: 'Confié par', valeur: mandat.donnePar },
          ]}
        />
        <p>Le mandat prend fin aujourd’hui.</p>
        <ChampTexte
          nom="motif"
          libelle="Motif"
          valeur={texteDe(saisie, 'motif')}
          erreur={erreurDe(saisie, 'motif')}
          longueurMax={500}
          indice="Facultatif, conservé dans l’historique."
        />
        <CeQuiSuit consequences={consequences} />
      </Confirmation>
    </Page>
  );
}
