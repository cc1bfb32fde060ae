import {
  BoutonDActe,
  EtatVide,
  Etiquette,
  LienDActe,
  Page,
  Pourquoi,
  Tableau,
  type Acte,
  type Colonne,
  type ContextePage,
} from '#src/portal/composants/index.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { FIL_RESPONSABLES, type LigneMandat } from '#src/portal/responsables/mandat.ts';

const ETATS = {
  'en-vigueur': { ton: 'succes', libelle: 'En vigueur' },
  'a-venir': { ton: 'information', libelle: 'À venir' },
  termine: { ton: 'neutre', libelle: 'Terminé' },
} as const;

const COLONNES: readonly Colonne<LigneMandat>[] = [
  { cle: 'titulaire', titre: 'Responsable', enteteLigne: true, rendu: (ligne) => ligne.titulaire },
  {
    cle: 'roles',
    titre: 'Rôles confiés',
    rendu: (ligne) => (
      <ul className="liste-nue">
        {ligne.roles.map((role) => (
          <li key={role}>{role}</li>
        ))}
      </ul>
    ),
  },
  { cle: 'activites', titre: 'Activités confiées', rendu: (ligne) => ligne.activites },
  { cle: 'pouvoirs', titre: 'Pouvoirs', rendu: (ligne) => ligne.pouvoirs.join(', ') },
  { cle: 'donnePar', titre: 'Confié par', rendu: (ligne) => ligne.donnePar },
  {
    cle: 'periode',
    titre: 'Période',
    rendu: (ligne) =>
      ligne.au ? `du ${dateFr(ligne.du)} au ${dateFr(ligne.au)} (exclu)` : `depuis le ${dateFr(ligne.du)}`,
  },
  {
    cle: 'etat',
    titre: 'État',
    rendu: (ligne) => <Etiquette ton={ETATS[ligne.etat].ton}>{ETATS[ligne.etat].libelle}</Etiquette>,
  },
  {
    cle: 'action',
    titre: 'Action',
    rendu: (ligne) =>
      ligne.acte && (
        <div className="cellule-actions">
          <LienDActe acte={ligne.acte} groupe={ligne.id} complement={`le mandat de ${ligne.titulaire}`} />
          <Pourquoi
            groupe={ligne.id}
            actes={[ligne.acte]}
            complement={`Retirer le mandat de ${ligne.titulaire}`}
          />
        </div>
      ),
  },
];

/** « Responsables habilitations »: who was entrusted with what, by whom, until when. */
export function PageResponsables({
  contexte,
  lignes,
  nommer,
}: Readonly<{ contexte: ContextePage; lignes: readonly LigneMandat[]; nommer: Acte }>) {
  return (
    <Page
      contexte={contexte}
      titre="Responsables habilitations"
      fil={FIL_RESPONSABLES}
      chapeau="Un responsable habilitations gère les utilisateurs et leurs habilitations dans la limite de ce qui lui est confié."
      actions={
        <>
          <BoutonDActe acte={nommer} groupe="nommer" icone="plus" />
          <Pourquoi groupe="nommer" actes={[nommer]} />
        </>
      }
    >
      <Tableau
        legende="Mandats"
        legendeCachee
        colonnes={COLONNES}
        lignes={lignes}
        cle={(ligne) => ligne.id}
        classeLigne={(ligne) => (ligne.etat === 'termine' ? 'tableau__eteint' : undefined)}
        vide={
          <EtatVide icone="bouclier" titre="Aucun responsable habilitations n’est nommé.">
            L’administrateur partenaire gère seul les utilisateurs et leurs habilitations.
          </EtatVide>
        }
      />
    </Page>
  );
}
