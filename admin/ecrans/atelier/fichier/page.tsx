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
  const { titre, chronologie, version, contenu, boutons, aujourdhui, moi, peutEcrire } = donnees;
  const { genre, jeu } = chronologie;
  const [parametres, setParametres] = useSearchParams();
  const [acte, setActe] = useState<'reactiver' | 'annuler'>();
  const [refus, setRefus] = useState<Refus>();
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  const vue = parametres.get('vue') ?? 'lecture';
  const choisir = (nom: string) =>
    setParametres(
      (avant) => {
        avant.set('vue', nom);
        return avant;
      },
      { replace: true },
    );
  const agir = async (nom: string) => {
    if (nom === 'reactiver' || nom === 'annuler') return setActe(nom);
    const depuis = nom.split(':')[1] ?? '';
    const { resultat, refus: non } = await ecran.poster('creer', { depuis });
    if (resultat) {
      const reprise = chronologie.versions.find(({ empreinte }) => empreinte === depuis);
      annoncer({
        type: 'success',
        message:
          reprise?.etat === 'programmee'
            ? `Le brouillon a été créé : il reprend la version ${reprise.numero}, programmée, sous un nouveau numéro.`
            : 'Le brouillon a été créé : il reprend cette version, sous un nouveau numéro.',
      });
      return naviguer(adresseDe('brouillon', { id: resultat.id }), { state: { garderAvis: true } });
    }
    setRefus(non);
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
        <div className="avis avis--erreur">
          <Icone nom="alerte" />
          <p>
            <strong>Valeurs fictives :</strong> {contenu.rendu.fictives.join(' ; ')}. Les montants qui en
            dépendent n’ont pas de valeur.
          </p>
        </div>
      )}
      <Reactivations
        reactivations={chronologie.reactivations.filter(({ etat }) => etat === 'demandee')}
        titreDe={() => titre}
        moi={moi}
        peutEcrire={peutEcrire}
        recharger={recharger}
      />
      <Onglets
        libelle="Vues de la version"
        choisi={vue}
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
          { nom: 'fichier', libelle: 'Fichier', contenu: version && <Texte jeu={jeu} version={version} /> },
        ]}
      />
      {acte === 'reactiver' && version && (
        <DialogueDeReactivation
          version={version}
          fermer={() => setActe(undefined)}
          fait={() => {
            setActe(undefined);
            recharger();
          }}
          key={cle}
        />
      )}
      {acte === 'annuler' && version && (
        <DialogueDAnnulation
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
