import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { ecran, type PageFichier } from '#admin/ecrans/atelier/fichier/client.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { MesureDesScenarios } from '#admin/ecrans/atelier/fichier/mesure.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { Boutons } from '#admin/ecrans/atelier/commun/boutons.tsx';
import { Onglets } from '#admin/ecrans/atelier/commun/onglets.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran, type Refus } from '#admin/ui/ecran.tsx';
import { Reactivations } from '#admin/ecrans/atelier/liste/reactivations.tsx';
import { ContenuRendu } from '#admin/ecrans/atelier/commun/rendu/contenu.tsx';
import { ETATS, Versions, Texte } from '#admin/ecrans/atelier/fichier/versions.tsx';
import { DialogueDAnnulation, DialogueDeReactivation } from '#admin/ecrans/atelier/fichier/dialogues.tsx';

/** A rule file: one of its versions in words, its history, its text. */
export function PageFichierDeRegles() {
  return (
    <PageDEcran ecran={ecran}>{(donnees, outils) => <Fichier donnees={donnees} {...outils} />}</PageDEcran>
  );
}

function Fichier({ donnees, recharger, cle }: { donnees: PageFichier; recharger: () => void; cle: string }) {
  const { titre, chronologie, version, contenu, boutons, moi, peutEcrire } = donnees;
  const { genre, jeu } = chronologie;
  const [acte, setActe] = useState<Acte>();
  const { refus, creer } = useNouveauBrouillon(chronologie.versions);
  const agir = async (nom: string) => {
    if (nom === 'reactiver' || nom === 'annuler') setActe(nom);
    else await creer(nom.split(':')[1] ?? '');
  };
  return (
    <Page
      titre={titre}
      surtitre={version ? `Version ${version.numero}` : undefined}
      fil={filDe({ libelle: titre })}
      cle={`${genre}/${jeu}/${version?.empreinte ?? ''}`}
      etat={version && <Pastille ton={ETATS[version.etat].ton}>{ETATS[version.etat].libelle}</Pastille>}
      actions={boutons.length > 0 && <Boutons boutons={boutons} agir={(nom) => void agir(nom)} />}
    >
      <AvisDeRefus refus={refus} />
      {contenu?.genre === 'regles' && contenu.rendu.fictives.length > 0 && (
        <AvisDeFictives fictives={contenu.rendu.fictives} />
      )}
      <Reactivations
        reactivations={chronologie.reactivations.filter(({ etat }) => etat === 'demandee')}
        titreDe={() => titre}
        moi={moi}
        peutEcrire={peutEcrire}
        recharger={recharger}
      />
      <Vues donnees={donnees} />
      {acte && version && (
        <DialogueDeLActe
          acte={acte}
          version={version}
          fermer={() => setActe(undefined)}
          fait={() => {
            setActe(undefined);
            recharger();
          }}
          key={cle}
        />
      )}
    </Page>
  );
}

type Acte = 'reactiver' | 'annuler';

/** « Créer un brouillon » from a version: opened at once, or the refusal to show. */
function useNouveauBrouillon(versions: PageFichier['chronologie']['versions']) {
  const [refus, setRefus] = useState<Refus>();
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  const creer = async (depuis: string) => {
    const { resultat, refus: non } = await ecran.poster('creer', { depuis });
    if (!resultat) return setRefus(non);
    const reprise = versions.find(({ empreinte }) => empreinte === depuis);
    annoncer({
      type: 'success',
      message:
        reprise?.etat === 'programmee'
          ? `Le brouillon a été créé : il reprend la version ${reprise.numero}, programmée, sous un nouveau numéro.`
          : 'Le brouillon a été créé : il reprend cette version, sous un nouveau numéro.',
    });
    naviguer(adresseDe('brouillon', { id: resultat.id }), { state: { garderAvis: true } });
  };
  return { refus, creer };
}

function AvisDeFictives({ fictives }: { fictives: readonly string[] }) {
  return (
    <div className="avis avis--erreur">
      <Icone nom="alerte" />
      <p>
        <strong>Valeurs fictives :</strong> {fictives.join(' ; ')}. Les montants qui en dépendent n’ont pas de
        valeur.
      </p>
    </div>
  );
}

/** The version in words, the others, its scenarios, its text: one at a time, named in the address. */
function Vues({ donnees }: { donnees: PageFichier }) {
  const { chronologie, version, contenu, aujourdhui } = donnees;
  const [parametres, setParametres] = useSearchParams();
  const choisir = (nom: string) =>
    setParametres(
      (avant) => {
        avant.set('vue', nom);
        return avant;
      },
      { replace: true },
    );
  return (
    <Onglets
      libelle="Vues de la version"
      choisi={parametres.get('vue') ?? 'lecture'}
      choisir={choisir}
      onglets={[
        {
          nom: 'lecture',
          libelle: 'Lecture',
          contenu: contenu ? (
            <ContenuRendu contenu={contenu} aujourdhui={aujourdhui} />
          ) : (
            <p className="vide">Aucune version de ce fichier n’est encore publiée.</p>
          ),
        },
        { nom: 'versions', libelle: 'Versions', contenu: <Versions donnees={donnees} /> },
        ...(contenu?.genre === 'regles' && version
          ? [
              {
                nom: 'scenarios',
                libelle: 'Scénarios',
                contenu: <MesureDesScenarios key={version.empreinte} empreinte={version.empreinte} />,
              },
            ]
          : []),
        {
          nom: 'fichier',
          libelle: 'Fichier',
          contenu: version && <Texte jeu={chronologie.jeu} version={version} />,
        },
      ]}
    />
  );
}

function DialogueDeLActe({
  acte,
  ...reste
}: {
  acte: Acte;
  version: NonNullable<PageFichier['version']>;
  fermer: () => void;
  fait: () => void;
}) {
  return acte === 'reactiver' ? <DialogueDeReactivation {...reste} /> : <DialogueDAnnulation {...reste} />;
}
