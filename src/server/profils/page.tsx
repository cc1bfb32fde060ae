import { Temporal } from 'temporal-polyfill';
import type { ConventionDuProfil, Profil } from '#src/domain/acces/compte/profils.ts';
import {
  Bouton,
  ChampRadios,
  Formulaire,
  PagePublique,
  erreurDe,
  type Choix,
  type Saisie,
  type PropsPagePubliqueCommune,
} from '#src/portal/composants/index.ts';
import { dateFr } from '#src/kernel/francais.ts';

type Props = PropsPagePubliqueCommune &
  Readonly<{ profils: readonly Profil[]; courant?: string; suite?: string; saisie: Saisie }>;

/** `/profils`: one account, several spaces. Posts `profil` and hidden `suite`. */
export function PageChoixProfil({ profils, courant, suite, saisie, ...page }: Props) {
  return (
    <PagePublique {...page} titre="Choisissez votre espace" enErreur={saisie.erreurs.length > 0}>
      {courant === undefined && (
        <p className="discret">
          Votre compte donne accès à plusieurs espaces. Vous pourrez en changer sans vous reconnecter.
        </p>
      )}
      <Formulaire action="/profils" erreurs={saisie.erreurs} caches={suite ? { suite } : {}}>
        <ChampRadios
          nom="profil"
          libelle="Travailler en tant que"
          requis
          choix={profils.map(choixDe)}
          valeur={courant ?? profils[0]?.cle}
          erreur={erreurDe(saisie, 'profil')}
        />
        <Bouton>Continuer</Bouton>
      </Formulaire>
      <form method="post" action="/deconnexion">
        <Bouton variante="discret">Se déconnecter</Bouton>
      </form>
    </PagePublique>
  );
}

function choixDe({ cle, acteur, caf, partenaire, convention }: Profil): Choix {
  if (acteur.type === 'analyste')
    return { valeur: cle, libelle: 'Analyste réglementaire', indice: 'Fichiers de règles, toutes Caf' };
  if (acteur.type === 'agent')
    return {
      valeur: cle,
      libelle: `Agent de la Caf – ${caf?.nom ?? ''}`,
      indice: acteur.profil === 'responsable' ? 'Responsable' : 'Gestionnaire',
    };
  return {
    valeur: cle,
    libelle: partenaire?.nom ?? '',
    indice: `${caf?.nom ?? ''} – ${convention ? `convention ${convention.numero}, ${periode(convention)}` : 'aucune convention d’accès'}`,
  };
}

function periode({ etat, du, au }: ConventionDuProfil): string {
  switch (etat) {
    case 'active':
      return `en cours jusqu’au ${dateFr(Temporal.PlainDate.from(au).subtract({ days: 1 }))} inclus`;
    case 'echue':
      return `échue depuis le ${dateFr(au)}`;
    case 'resiliee':
      return 'résiliée';
    case 'a-venir':
      return `à compter du ${dateFr(du)}`;
  }
}
