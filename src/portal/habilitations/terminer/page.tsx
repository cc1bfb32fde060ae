import type { Consequences } from '#src/domain/suivi/effets/annoncer.ts';
import {
  CeQuiSuit,
  ChampDate,
  ChampTexte,
  Confirmation,
  ListeResume,
  Page,
  erreurDe,
  texteDe,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { CHEMIN_HABILITATIONS } from '#src/portal/habilitations/chemin.ts';
import { dateFr } from '#src/kernel/francais.ts';

type PropsFin = Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  habilitation: Readonly<{
    id: string;
    version: number;
    role: string;
    utilisateur: string;
    portee: string;
    du: string;
    enAttente: boolean;
  }>;
  consequences: Consequences | null;
}>;

/** ✕ asks before it ends a habilitation. */
export function PageFinHabilitation({ contexte, saisie, habilitation, consequences }: PropsFin) {
  const { enAttente } = habilitation;
  return (
    <Page
      contexte={contexte}
      titre={enAttente ? 'Retirer une demande d’habilitation' : 'Mettre fin à une habilitation'}
      largeur="etroite"
      enErreur={saisie.erreurs.length > 0}
      fil={[
        { libelle: 'Administration des profils' },
        { libelle: 'Habilitations d’action sociale', href: CHEMIN_HABILITATIONS },
        { libelle: enAttente ? 'Retirer une demande' : 'Mettre fin' },
      ]}
    >
      <Confirmation
        action={`${CHEMIN_HABILITATIONS}/${habilitation.id}/terminer`}
        annuler={CHEMIN_HABILITATIONS}
        erreurs={saisie.erreurs}
        caches={{ version: String(habilitation.version) }}
        valider={enAttente ? 'Retirer la demande' : 'Mettre fin à l’habilitation'}
      >
        <ListeResume
          lignes={[
            { terme: 'Utilisateur', valeur: habilitation.utilisateur },
            { terme: 'Rôle', valeur: habilitation.role },
            { terme: 'Activité ou lieu d’implantation', valeur: habilitation.portee },
            { terme: 'Début d’habilitation', valeur: dateFr(habilitation.du) },
          ]}
        />
        {enAttente ? (
          <p>Votre Caf n’a pas encore validé cette demande : elle est retirée aussitôt.</p>
        ) : (
          <>
            <p>
              À partir de la date choisie, cette personne ne peut plus exercer ce rôle. Ce qu’elle a saisi est
              conservé.
            </p>
            <ChampDate
              nom="au"
              libelle="Fin d’habilitation"
              requis
              valeur={texteDe(saisie, 'au')}
              erreur={erreurDe(saisie, 'au')}
              indice="Premier jour sans ce rôle."
            />
          </>
        )}
        <ChampTexte
          nom="motif"
          libelle="Motif"
          valeur={texteDe(saisie, 'motif')}
          erreur={erreurDe(saisie, 'motif')}
          longueurMax={500}
          indice="Facultatif, conservé dans l’historique."
        />
        <CeQuiSuit consequences={consequences} parDate={!enAttente} />
      </Confirmation>
    </Page>
  );
}
