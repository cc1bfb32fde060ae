import {
  ChampCases,
  ChampZone,
  Confirmation,
  Page,
  erreurDe,
  listeDe,
  texteDe,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { CHEMIN_DECLARATIONS, cheminDe, TITRES_VOLET } from '#src/portal/declarations/chemins.ts';
import type { VueDeDeclaration } from '#src/portal/declarations/vue.ts';
import { VOLETS } from '#src/domain/formulaire/definition.ts';

type PropsRenvoi = Readonly<{ contexte: ContextePage; vue: VueDeDeclaration; saisie: Saisie }>;

/** The approbateur says what must be corrected, and by whom. */
export function PageRenvoi({ contexte, vue: { declaration, titre }, saisie }: PropsRenvoi) {
  return (
    <Page
      contexte={contexte}
      titre="Renvoyer pour correction"
      largeur="etroite"
      enErreur={saisie.erreurs.length > 0}
      fil={[
        { libelle: 'Déclarations', href: CHEMIN_DECLARATIONS },
        { libelle: titre, href: cheminDe(declaration.id) },
        { libelle: 'Renvoyer' },
      ]}
    >
      <Confirmation
        action={cheminDe(declaration.id, 'renvoyer')}
        annuler={cheminDe(declaration.id)}
        erreurs={saisie.erreurs}
        caches={{ version: String(declaration.version) }}
        valider="Renvoyer"
        variante="principal"
      >
        <p>{titre}. Les fournisseurs de données reçoivent votre message et reprennent leur saisie.</p>
        <ChampCases
          nom="volets"
          libelle="Saisies à reprendre"
          valeurs={
            saisie.valeurs['volets'] === undefined && saisie.erreurs.length === 0
              ? VOLETS
              : listeDe(saisie, 'volets')
          }
          choix={VOLETS.map((valeur) => ({ valeur, libelle: TITRES_VOLET[valeur] }))}
        />
        <ChampZone
          nom="motif"
          libelle="Ce qu’il faut corriger"
          requis
          valeur={texteDe(saisie, 'motif')}
          erreur={erreurDe(saisie, 'motif')}
          longueurMax={2000}
        />
      </Confirmation>
    </Page>
  );
}
