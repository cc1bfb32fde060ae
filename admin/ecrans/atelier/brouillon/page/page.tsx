import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { ecran, type AnomalieMontree, type PageBrouillon } from '#admin/ecrans/atelier/brouillon/client.ts';
import { CopieGardee, LectureSeule } from '#admin/ecrans/atelier/brouillon/page/avis.tsx';
import { boutonsDuBrouillon } from '#admin/ecrans/atelier/brouillon/page/boutons.ts';
import { Conflit } from '#admin/ecrans/atelier/brouillon/page/conflit.tsx';
import { Controles } from '#admin/ecrans/atelier/brouillon/page/controles.tsx';
import { useDocument, type Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { Employeurs } from '#admin/ecrans/atelier/brouillon/page/employeurs.tsx';
import { DialogueDeSoumission } from '#admin/ecrans/atelier/brouillon/page/soumission.tsx';
import { VuesDuBrouillon } from '#admin/ecrans/atelier/brouillon/page/vues.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { Boutons } from '#admin/ecrans/atelier/commun/boutons.tsx';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { useAvis } from '#admin/ui/avis.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';
import { Page } from '#admin/ui/page.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';

/** A draft being written: parameters, scenarios, questions and text are four views of one document. */
export function PageDuBrouillon() {
  return (
    <PageDEcran ecran={ecran}>
      {(donnees) => <Brouillon key={donnees.brouillon.id} donnees={donnees} />}
    </PageDEcran>
  );
}

/** The view in the address; the text, once opened, stays: its editor keeps its caret and its undoing. */
function useVue(defaut: string) {
  const [parametres, setParametres] = useSearchParams();
  const vue = parametres.get('vue');
  const [texteOuvert, setTexteOuvert] = useState(vue === 'texte');
  const choisir = (nom: string) => {
    if (nom === 'texte') setTexteOuvert(true);
    setParametres(
      (avant) => {
        avant.set('vue', nom);
        return avant;
      },
      { replace: true },
    );
  };
  return { vue: vue ?? defaut, texteOuvert, choisir };
}

/** Takes the draft away, once confirmed. */
function useSuppression({ id, genre, jeu }: PageBrouillon['brouillon'], document: Document) {
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  return async () => {
    if (!window.confirm('Supprimer ce brouillon ? Son texte sera perdu.')) return;
    const { refus } = await ecran.poster('supprimer', { id, version: String(document.version) });
    if (refus) return annoncer({ type: 'error', message: refus.message });
    document.oublierCopie();
    annoncer({ type: 'success', message: 'Le brouillon est supprimé.' });
    naviguer(adresseDe('regle', { genre, jeu }), { state: { garderAvis: true } });
  };
}

/** The title its text gives it, else that of the version it comes from. */
function titreDe({ verification }: Document, defaut: string): string {
  const contenu = verification?.formulaires?.contenu;
  if (!contenu) return defaut;
  return contenu.genre === 'regles' ? contenu.rendu.titre : contenu.titre;
}

function Brouillon({ donnees }: { donnees: PageBrouillon }) {
  const { brouillon, origine, peutEcrire, aujourdhui } = donnees;
  const { id, genre, jeu, numero } = brouillon;
  const document = useDocument(donnees);
  const [cible, setCible] = useState<{ ligne: number; colonne: number } | null>(null);
  const [soumettre, setSoumettre] = useState(false);
  const { vue, texteOuvert, choisir } = useVue(
    genre === 'formulaire' || genre === 'referentiel' ? 'texte' : 'parametres',
  );
  const supprimer = useSuppression(brouillon, document);
  const allerA = ({ ligne, colonne }: AnomalieMontree) => {
    choisir('texte');
    setCible({ ligne: ligne ?? 1, colonne: colonne ?? 1 });
  };
  const actes: Readonly<Record<string, () => unknown>> = {
    enregistrer: document.enregistrer,
    annuler: document.annuler,
    soumettre: () => setSoumettre(true),
    supprimer,
  };
  const titre = titreDe(document, donnees.titre);
  const etat = document.modifie
    ? ({ ton: 'attention', libelle: 'Modifications non enregistrées' } as const)
    : ({ ton: 'neutre', libelle: 'Enregistré' } as const);
  return (
    <Page
      titre={titre}
      surtitre={`Brouillon de la version ${numero}${origine ? `, à partir de la ${origine.numero}` : ''}`}
      fil={filDe({ libelle: titre, href: adresseDe('regle', { genre, jeu }) }, { libelle: 'Brouillon' })}
      cle={`brouillon/${id}`}
      etat={<Pastille ton={etat.ton}>{etat.libelle}</Pastille>}
      actions={
        <Boutons boutons={boutonsDuBrouillon(donnees, document)} agir={(nom) => void actes[nom]?.()} />
      }
    >
      <LectureSeule raison={donnees.empeche} />
      <CopieGardee document={document} />
      <AvisDeRefus refus={document.refus} />
      <Employeurs donnees={donnees} />
      {document.conflit && <Conflit document={document} />}
      <div className={vue === 'scenarios' || vue === 'lecture' ? 'atelier atelier--large' : 'atelier'}>
        <div className="atelier-principal">
          <VuesDuBrouillon {...{ donnees, document, vue, choisir, texteOuvert, cible }} />
        </div>
        <Controles document={document} allerA={allerA} peutEcrire={peutEcrire} />
      </div>
      {soumettre && (
        <DialogueDeSoumission
          brouillon={{ id, version: document.version }}
          aujourdhui={aujourdhui}
          demain={donnees.demain}
          fermer={() => setSoumettre(false)}
        />
      )}
    </Page>
  );
}
