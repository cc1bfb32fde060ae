import { LIBELLES_PORTEE } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import type { AvisDeConvention } from '#src/domain/suivi/convention/avis.ts';
import {
  LIBELLES_ETAT_CONVENTION,
  type EtatAffiche,
} from '#src/domain/contractualisation/convention/etat.ts';
import type { EtatContratAffiche } from '#src/domain/contractualisation/contrat/etat.ts';
import type { ConventionDuPartenaire } from '#src/domain/suivi/convention/ma-convention.ts';
import {
  Alerte,
  Carte,
  EtatVide,
  Etiquette,
  ListeResume,
  Page,
  Tableau,
  type Colonne,
  type ContextePage,
  type TonEtiquette,
} from '#src/portal/composants/index.ts';
import { AvisConvention } from '#src/portal/avis-convention.tsx';
import { dateFr, dernierJour } from '#src/kernel/francais.ts';

const TONS: Readonly<Record<EtatAffiche, TonEtiquette>> = {
  brouillon: 'neutre',
  'en-attente-de-signature': 'attente',
  active: 'succes',
  echue: 'erreur',
  resiliee: 'erreur',
};
const CONTRATS: Readonly<Record<EtatContratAffiche, readonly ['neutre' | 'succes', string]>> = {
  brouillon: ['neutre', 'En préparation'],
  actif: ['succes', 'Actif'],
  termine: ['neutre', 'Terminé'],
};
const periode = (du: string | null, au: string | null): string => {
  if (!du || !au) return '';
  return au > du ? `du ${dateFr(du)} au ${dernierJour(au)}` : 'n’a pas pris effet';
};

type Contrat = ConventionDuPartenaire['contrats'][number];
type Bulletin = ConventionDuPartenaire['bulletins'][number];

const COLONNES_CONTRATS: readonly Colonne<Contrat>[] = [
  {
    cle: 'services',
    titre: 'Services autorisés',
    enteteLigne: true,
    rendu: ({ services }) => services.join(', '),
  },
  {
    cle: 'etat',
    titre: 'État',
    rendu: ({ etat }) => <Etiquette ton={CONTRATS[etat][0]}>{CONTRATS[etat][1]}</Etiquette>,
  },
  { cle: 'periode', titre: 'Période', rendu: ({ du, au }) => periode(du, au) },
];
const COLONNES_BULLETINS: readonly Colonne<Bulletin>[] = [
  { cle: 'service', titre: 'Service', enteteLigne: true, rendu: ({ service }) => service },
  { cle: 'roles', titre: 'Rôles ouverts', rendu: ({ roles }) => roles.join(', ') },
  { cle: 'portee', titre: 'Portée', rendu: ({ portee }) => LIBELLES_PORTEE[portee] },
  {
    cle: 'etat',
    titre: 'En cours',
    rendu: ({ actif }) => <Etiquette ton={actif ? 'succes' : 'neutre'}>{actif ? 'Oui' : 'Non'}</Etiquette>,
  },
  { cle: 'periode', titre: 'Période', rendu: ({ du, au }) => periode(du, au) },
];

/** « Ma convention »: number, days, state, contract and bulletins of each period. */
export function PageConvention({
  contexte,
  avis,
  conventions,
}: Readonly<{
  contexte: ContextePage;
  avis: AvisDeConvention | null;
  conventions: readonly ConventionDuPartenaire[];
}>) {
  return (
    <Page
      contexte={contexte}
      titre="Ma convention"
      fil={[{ libelle: 'Ma convention' }]}
      chapeau="La convention d’accès que votre organisme a signée avec sa Caf, le contrat de service et les bulletins d’adhésion qui en dépendent."
    >
      <div className="pile">
        {avis && <AvisConvention avis={avis} lien={false} />}
        {conventions.length === 0 && (
          <EtatVide icone="lien" titre="Aucune convention d’accès n’est enregistrée.">
            Votre Caf la prépare avec vous.
          </EtatVide>
        )}
        {conventions.map((convention) => (
          <UneConvention key={convention.id} convention={convention} />
        ))}
      </div>
    </Page>
  );
}

function UneConvention({ convention }: Readonly<{ convention: ConventionDuPartenaire }>) {
  const {
    numero,
    etat,
    du,
    au,
    resilieeLe,
    motif,
    signeeCafLe,
    signeePartenaireLe,
    contrats,
    bulletins,
    perdus,
  } = convention;
  const vide = (quoi: string) => <p className="discret">{quoi}</p>;
  return (
    <Carte
      titre={
        <>
          {`Convention n° ${numero}`} <Etiquette ton={TONS[etat]}>{LIBELLES_ETAT_CONVENTION[etat]}</Etiquette>
        </>
      }
      id={`convention-${numero}`}
    >
      {perdus.length > 0 && (
        <Alerte
          ton="attention"
          titre={`Rôles qui ne se poursuivront pas le ${dateFr(du)}`}
        >{`${perdus.join(' ; ')}.`}</Alerte>
      )}
      <ListeResume
        lignes={[
          { terme: 'Premier jour', valeur: dateFr(du) },
          { terme: 'Dernier jour prévu', valeur: dernierJour(au) },
          ...(resilieeLe
            ? [
                { terme: 'Résiliée à effet du', valeur: dateFr(resilieeLe) },
                { terme: 'Motif de la résiliation', valeur: motif },
              ]
            : []),
          { terme: 'Signée par la Caf le', valeur: dateFr(signeeCafLe) },
          { terme: 'Signée par votre organisme le', valeur: dateFr(signeePartenaireLe) },
        ]}
      />
      <Tableau
        legende={`Contrats de service de la convention n° ${numero}`}
        colonnes={COLONNES_CONTRATS}
        lignes={contrats}
        cle={({ id }) => id}
        vide={vide('Aucun contrat de service.')}
      />
      <Tableau
        legende={`Bulletins d’adhésion de la convention n° ${numero}`}
        colonnes={COLONNES_BULLETINS}
        lignes={bulletins}
        cle={({ id }) => id}
        vide={vide('Aucun bulletin d’adhésion : aucun service n’est ouvert.')}
      />
    </Carte>
  );
}
